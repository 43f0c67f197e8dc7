package io.agentserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes at all are a message or an {@link AipFormatException}, and what was read once is read the same again after
 * writing. An ordinary test run feeds the seeds; with {@code JAZZER_FUZZ=1} in the environment and {@code -Djazzer.hooks=true}
 * Jazzer goes on from them.
 */
class AipCodecFuzzTest {

    private final AipCodec codec = AipCodec.create();

    static Stream<byte[]> clientSeeds() {
        return Stream.concat(Goldens.clientMessages().keySet().stream().map(Goldens::client), hostile());
    }

    static Stream<byte[]> serverSeeds() {
        return Stream.concat(Goldens.serverMessages().keySet().stream().map(Goldens::server), hostile());
    }

    private static Stream<byte[]> hostile() {
        return Stream.of(
                        "",
                        "[]",
                        "\ufeff{}",
                        "{\"type\":\"task_end\",\"status\":\"ok\",\"result\":" + "[".repeat(600),
                        "{\"type\":\"error\",\"status\":\"ok\",\"error\":\"\\ud800\\u0000\\/\"}",
                        "{\"type\":\"heartbeat\",\"status\":\"ok\",\"type\":\"\\u0065rror\",\"\\ud800\":1}",
                        "{\"type\":\"command_results\",\"action_results\":[{\"status\":[]},{\"result\":-0.0e-00}]}",
                        "{\"type\":\"register\",\"target_id\":\"\",\"metadata\":{\"system_info\":{},\"platform\":7}}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("clientSeeds")
    @FuzzTest(maxDuration = "60s")
    void readsAnyBytesAsClientMessage(byte[] bytes) {
        ClientMessage message;
        try {
            message = codec.decodeClient(bytes, 0, bytes.length);
        } catch (AipFormatException refusal) {
            assertThat(refusal.getMessage()).startsWith("Invalid message: ").hasSizeLessThan(100);
            assertThatThrownBy(() -> codec.decodeClientOwned(bytes))
                    .isInstanceOf(AipFormatException.class)
                    .hasMessage(refusal.getMessage());
            return;
        }
        RawJson written = codec.encode(message);
        ClientMessage again = codec.decodeClientOwned(written.toByteArray());

        assertThat(again).isEqualTo(message).isEqualTo(codec.decodeClientOwned(bytes));
        assertThat(codec.encode(again)).isEqualTo(written);
    }

    @MethodSource("serverSeeds")
    @FuzzTest(maxDuration = "60s")
    void readsAnyBytesAsServerMessage(byte[] bytes) {
        ServerMessage message;
        try {
            message = codec.decodeServer(bytes, 0, bytes.length);
        } catch (AipFormatException refusal) {
            assertThat(refusal.getMessage()).startsWith("Invalid message: ").hasSizeLessThan(100);
            assertThatThrownBy(() -> codec.decodeServerOwned(bytes))
                    .isInstanceOf(AipFormatException.class)
                    .hasMessage(refusal.getMessage());
            return;
        }
        RawJson written = codec.encode(message);
        ServerMessage again = codec.decodeServerOwned(written.toByteArray());

        assertThat(again).isEqualTo(message).isEqualTo(codec.decodeServerOwned(bytes));
        assertThat(codec.encode(again)).isEqualTo(written);
    }
}
