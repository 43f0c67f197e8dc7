package io.agentserver.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MessageAssemblerTest {

    @Test
    @DisplayName("1.3: a message may reach the limit and not pass it")
    void stopsAtTheLimit() {
        MessageAssembler message = new MessageAssembler(10_000);

        assertThat(message.add(bytes(9_999))).isTrue();
        assertThat(message.add(bytes(2))).isFalse();
        assertThat(message.add(bytes(1))).isTrue();
        assertThat(message.add(bytes(0))).isTrue();
        assertThat(message.add(bytes(1))).isFalse();

        assertThat(message.size()).isEqualTo(10_000);
        assertThat(message.message()).hasSize(10_000);
    }

    @Test
    @DisplayName("pieces of any size come out in one, in order")
    void joinsPieces() {
        Random random = new Random(7);
        byte[] all = new byte[9_000_000];
        random.nextBytes(all);
        MessageAssembler message = new MessageAssembler(all.length);

        int at = 0;
        while (at < all.length) {
            int length =
                    Math.min(all.length - at, random.nextInt(3) == 0 ? random.nextInt(700_000) : random.nextInt(3));
            ByteBuf piece = Unpooled.wrappedBuffer(all, at, length);
            assertThat(message.add(piece)).isTrue();
            assertThat(piece.readableBytes()).as("is only looked at").isEqualTo(length);
            at += length;
        }

        assertThat(message.message()).isEqualTo(all);
    }

    @Test
    @DisplayName("a million fragments of one byte take no more than a large one")
    void takesTinyPieces() {
        MessageAssembler message = new MessageAssembler(1_000_000);
        ByteBuf one = Unpooled.wrappedBuffer(new byte[] {'x'});

        for (int i = 0; i < 1_000_000; i++) {
            message.add(one);
        }

        assertThat(message.message()).hasSize(1_000_000).containsOnly('x');
    }

    @Test
    @DisplayName("an empty message is empty")
    void isEmptyAtFirst() {
        assertThat(new MessageAssembler(10).message()).isEmpty();
    }

    private static ByteBuf bytes(int length) {
        return Unpooled.wrappedBuffer(new byte[length]);
    }
}
