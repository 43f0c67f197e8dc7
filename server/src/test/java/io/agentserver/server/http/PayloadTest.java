package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class PayloadTest {

    private static final UnpooledByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

    @Test
    void isOneBufferWhenSmall() {
        Payload payload = new Payload(new byte[] {'[', ']'});
        ByteBuf whole = payload.whole(ALLOCATOR);

        assertThat(payload.isSmall()).isTrue();
        assertThat(payload.lengthText()).isEqualTo("2");
        assertThat(whole.toString(StandardCharsets.US_ASCII)).isEqualTo("[]");
        whole.release();
    }

    @Test
    void leavesInPiecesWhenLarge() {
        RawJson large = RawJson.ofString("x".repeat(100_000));
        RawJson json = RawJson.array(List.of(large, RawJson.of("1"), large));
        Payload payload = new Payload(json);

        String text = payload.pieces(ALLOCATOR)
                .doOnNext(piece -> assertThat(piece.readableBytes()).isBetween(1, 16 * 1024))
                .map(PayloadTest::take)
                .collect(Collectors.joining())
                .block();

        assertThat(payload.isSmall()).isFalse();
        assertThat(text).isEqualTo(json.toString()).hasSize(Integer.parseInt(payload.lengthText()));
    }

    @Test
    void copiesAPieceOnlyWhenItIsAskedFor() {
        Payload payload = new Payload(new byte[1_000_000]);

        StepVerifier.create(payload.pieces(ALLOCATOR), 1)
                .consumeNextWith(ByteBuf::release)
                .thenCancel()
                .verify();
    }

    private static String take(ByteBuf piece) {
        try {
            return piece.toString(StandardCharsets.US_ASCII);
        } finally {
            piece.release();
        }
    }
}
