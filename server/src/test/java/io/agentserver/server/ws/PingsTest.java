package io.agentserver.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

class PingsTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Pings pings = new Pings(channel);
    private final List<Boolean> heard = new ArrayList<>();

    @AfterEach
    void finish() {
        channel.finishAndReleaseAll();
    }

    @Test
    @DisplayName("RFC 6455, 5.5.3: a pong carries what the ping said; the ping is left to its owner")
    void answers() {
        ByteBuf payload = Unpooled.copiedBuffer("abc", StandardCharsets.UTF_8);

        pings.answer(payload);
        channel.flush();

        PongWebSocketFrame pong = channel.readOutbound();
        assertThat(pong.content().toString(StandardCharsets.UTF_8)).isEqualTo("abc");
        pong.release();
        assertThat(payload.refCnt()).isEqualTo(1);
        payload.release();
    }

    @Test
    @DisplayName("a ping that came while the socket was full is answered once it is not, and only once")
    void answersLater() {
        channel.write(Unpooled.buffer(70_000).writeZero(70_000));
        ByteBuf payload = Unpooled.copiedBuffer("abc", StandardCharsets.UTF_8);
        pings.answer(payload);
        pings.answerOwed();
        payload.release();
        channel.flush();
        ((ByteBuf) channel.readOutbound()).release();
        assertThat((Object) channel.readOutbound()).isNull();

        pings.answerOwed();
        pings.answerOwed();
        channel.flush();

        PongWebSocketFrame pong = channel.readOutbound();
        assertThat(pong.content().toString(StandardCharsets.UTF_8)).isEqualTo("abc");
        pong.release();
        assertThat((Object) channel.readOutbound()).isNull();
    }

    @Test
    @DisplayName("3.4: each probe is a ping with a payload of its own, and its answer is the answer")
    void probes() {
        probe();
        probe();
        PingWebSocketFrame first = channel.readOutbound();
        PingWebSocketFrame second = channel.readOutbound();
        assertThat(first.content()).isNotEqualTo(second.content());

        pings.pong(Unpooled.EMPTY_BUFFER);
        assertThat(heard).isEmpty();
        pings.pong(first.content());
        assertThat(heard).containsExactly(true);
        pings.close();

        assertThat(heard).containsExactly(true, false);
        first.release();
        second.release();
    }

    private void probe() {
        Sinks.One<Boolean> answered = Sinks.one();
        answered.asMono().subscribe(heard::add);
        pings.probe(answered);
    }
}
