package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;

/** Calls without sockets, and a look at what becomes of them. */
final class Calls {

    private Calls() {}

    static Call get(String id, String query) {
        return call(new DefaultHttpHeaders(), id, query, Flux::empty);
    }

    static Call get() {
        return get("", "");
    }

    static Call upgrade(HttpHeaders headers, String query) {
        return call(headers, "", query, Flux::empty);
    }

    static Call post(String body) {
        return post(new DefaultHttpHeaders(), Flux.just(body));
    }

    static Call post(HttpHeaders headers, Flux<String> parts) {
        return call(headers, "", "", () -> parts.map(Calls::buffer));
    }

    /** The reply to a call that is answered at once. */
    static Reply now(Answer answer) {
        assertThat(answer).isInstanceOf(Reply.class);
        return (Reply) answer;
    }

    /** The reply to a call, whenever it came; fails unless it has come by now. */
    static Reply settled(Answer answer) {
        if (answer instanceof Answer.Later later) {
            return later.reply().block();
        }
        if (answer instanceof Answer.Reading reading) {
            return reading.reply().single().block();
        }
        return now(answer);
    }

    static int status(Answer answer) {
        return settled(answer).status().code();
    }

    static String text(Answer answer) {
        ByteBuf whole = settled(answer).body().whole(UnpooledByteBufAllocator.DEFAULT);
        try {
            return whole.toString(StandardCharsets.UTF_8);
        } finally {
            whole.release();
        }
    }

    private static Call call(HttpHeaders headers, String id, String query, Supplier<Flux<ByteBuf>> body) {
        return new Call(HttpVersion.HTTP_1_1, headers, id, query, body);
    }

    private static ByteBuf buffer(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
