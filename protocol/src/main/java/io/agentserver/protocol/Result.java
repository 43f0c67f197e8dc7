package io.agentserver.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of one {@link Command} (contract 2.6).
 *
 * @param status how it ended
 * @param error why it failed, or null
 * @param result any JSON, as the bytes it came in, or null when absent or JSON null
 * @param namespace the tool namespace of the device, or null
 * @param callId the call id of the command, or null
 */
public record Result(
        ResultStatus status,
        @Nullable String error,
        @Nullable RawJson result,
        @Nullable String namespace,
        @Nullable String callId) {

    public Result {
        Objects.requireNonNull(status, "status");
    }

    /** A success with that value. */
    public static Result success(@Nullable RawJson result, @Nullable String callId) {
        return new Result(ResultStatus.SUCCESS, null, result, null, callId);
    }

    /** A failure whose error and result hold the same text (contract 3.11.5). */
    public static Result failure(String error, @Nullable String callId) {
        return new Result(ResultStatus.FAILURE, error, RawJson.ofString(error), null, callId);
    }
}
