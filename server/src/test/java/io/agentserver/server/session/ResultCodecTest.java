package io.agentserver.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.CancelReason;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.SessionState;
import io.agentserver.server.TaskResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 6.4: what is read is what was kept. */
class ResultCodecTest {

    private static final Instant CREATED = Instant.parse("2026-11-26T05:10:02.123456789Z");

    @Test
    @DisplayName("6.4: a result with everything in it comes back equal")
    void keepsAll() {
        assertComesBackEqual(new TaskResult(
                new SessionInfo(
                        "s1",
                        "name",
                        "do it",
                        "D1",
                        "C1",
                        SessionState.CANCELLED,
                        CREATED,
                        CREATED.plusNanos(1),
                        CREATED.plusSeconds(2),
                        7,
                        true,
                        "an error",
                        CancelReason.USER_REQUESTED),
                RawJson.of("{\"a\":[1,\"é\",null]}")));
    }

    @Test
    @DisplayName("6.4: a result without what may be missing comes back equal")
    void keepsWhatIsMissingMissing() {
        assertComesBackEqual(result("do it", null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "é\u0000ÿ", "任务 🚀", "half \ud83d a pair"})
    @DisplayName("6.4: whatever characters a text has, it comes back equal")
    void keepsEveryCharacter(String text) {
        assertComesBackEqual(result(text, text, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-292275055-05-16T16:47:04.192Z", "1969-12-31T23:59:59.999999999Z"})
    @DisplayName("6.4: a clock that is far off does no harm")
    void keepsEveryTime(Instant created) {
        assertComesBackEqual(result(created, "do it", null, null));
    }

    private static TaskResult result(String request, @Nullable String requesterId, @Nullable String error) {
        return result(CREATED, request, requesterId, error);
    }

    private static TaskResult result(
            Instant created, String request, @Nullable String requesterId, @Nullable String error) {
        return new TaskResult(
                new SessionInfo(
                        "s1",
                        "name",
                        request,
                        "D1",
                        requesterId,
                        SessionState.COMPLETED,
                        created,
                        null,
                        null,
                        0,
                        false,
                        error,
                        null),
                RawJson.of("null"));
    }

    private static void assertComesBackEqual(TaskResult result) {
        ByteBuf bytes = Unpooled.buffer();
        ResultCodec.write(result, bytes);
        assertThat(ResultCodec.read(bytes)).isEqualTo(result);
    }
}
