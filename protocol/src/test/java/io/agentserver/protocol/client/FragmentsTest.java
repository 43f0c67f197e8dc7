package io.agentserver.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FragmentsTest {

    private static ByteBuf bytes(byte... bytes) {
        return Unpooled.wrappedBuffer(bytes);
    }

    @Test
    void joinsACharacterSplitOverTwoFrames() {
        byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
        Fragments fragments = new Fragments(3);

        assertThat(fragments.add(bytes(euro[0], euro[1]))).isTrue();
        assertThat(fragments.add(bytes(euro[2]))).isTrue();

        assertThat(fragments.joined().toString(StandardCharsets.UTF_8)).isEqualTo("€");
    }

    @Test
    void growsToTheLimitAndNotPastIt() {
        Fragments fragments = new Fragments(5000);
        for (int i = 0; i < 5; i++) {
            assertThat(fragments.add(bytes(new byte[1000]))).isTrue();
        }

        assertThat(fragments.add(bytes())).isTrue();
        assertThat(fragments.add(bytes((byte) 1))).isFalse();
        assertThat(fragments.joined().readableBytes()).isEqualTo(5000);
    }
}
