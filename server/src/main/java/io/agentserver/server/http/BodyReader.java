package io.agentserver.server.http;

import io.agentserver.server.hub.Timing;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Reads request bodies that are neither larger nor slower than they may be; of others it stops reading. */
final class BodyReader {

    /** Everything up to the last byte; a client that has something to say can say it in that time. */
    static final Duration TIME = Duration.ofSeconds(10);

    private final int mostBytes;
    private final Timing timing;

    BodyReader(int mostBytes, Timing timing) {
        this.mostBytes = mostBytes;
        this.timing = timing;
    }

    /** What becomes of the body once it is there, or the refusal of a body that is too large or too slow. */
    Mono<Reply> read(Call call, Function<byte[], Reply> use) {
        if (announcedBytes(call.header(HttpHeaderNames.CONTENT_LENGTH)) > mostBytes) {
            return Mono.just(Refusal.BODY_TOO_LARGE.reply());
        }
        return Mono.defer(() -> call.body().get().collect(Bytes::new, this::add))
                .map(bytes -> use.apply(bytes.toByteArray()))
                .timeout(TIME, Mono.fromSupplier(Refusal.BODY_TOO_SLOW::reply), timing.scheduler())
                .onErrorResume(TooLarge.class, e -> Mono.just(Refusal.BODY_TOO_LARGE.reply()));
    }

    private void add(Bytes bytes, ByteBuf part) {
        if (bytes.size() + (long) part.readableBytes() > mostBytes) {
            throw new TooLarge();
        }
        bytes.add(part);
    }

    private static long announcedBytes(@Nullable String contentLength) {
        try {
            return contentLength == null ? 0 : Long.parseLong(contentLength.strip());
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** What has arrived. */
    private static final class Bytes extends ByteArrayOutputStream {

        void add(ByteBuf part) {
            try {
                part.readBytes(this, part.readableBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Stops the reading; never leaves this class. */
    private static final class TooLarge extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("body over the limit", null, false, false);
        }
    }
}
