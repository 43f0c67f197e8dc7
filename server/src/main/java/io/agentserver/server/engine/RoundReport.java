package io.agentserver.server.engine;

import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.ResultStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns rounds into what the requester gets. Values are passed on as the bytes they came in. Any thread. */
final class RoundReport {

    private static final RawJson NULL = RawJson.of("null");

    private RoundReport() {}

    /** See {@link SessionOutcome#ofRounds}. */
    static SessionOutcome outcome(String request, List<RoundResult> rounds) {
        RawJson result = of(request, value(rounds));
        Optional<RoundResult> failed =
                rounds.stream().filter(RoundResult::failed).findFirst();
        if (failed.isEmpty()) {
            return SessionOutcome.completed(result);
        }
        String error = failed.get().firstFailure().map(RoundReport::errorText).orElseThrow();
        return failed.get().ending() == RoundResult.Ending.TIMED_OUT
                ? SessionOutcome.timedOut(error, result)
                : SessionOutcome.failed(error, result);
    }

    /** {@code [{"request": request, "result": result}]}. */
    static RawJson of(String request, RawJson result) {
        Map<String, RawJson> members = new LinkedHashMap<>();
        members.put("request", RawJson.ofString(request));
        members.put("result", result);
        return RawJson.array(List.of(RawJson.object(members)));
    }

    private static RawJson value(List<RoundResult> rounds) {
        List<RawJson> values = rounds.stream()
                .flatMap(round -> round.results().stream())
                .map(RoundReport::value)
                .toList();
        return switch (values.size()) {
            case 0 -> NULL;
            case 1 -> values.get(0);
            default -> RawJson.array(values);
        };
    }

    /** A device that fails without an error text may still have put the reason into the result: keep that. */
    private static RawJson value(Result result) {
        RawJson value = result.result() == null ? NULL : result.result();
        return isFailure(result) ? reason(result).map(RawJson::ofString).orElse(value) : value;
    }

    private static String errorText(Result result) {
        return reason(result)
                .orElse(
                        result.status() == ResultStatus.SKIPPED
                                ? "The device skipped a command and gave no reason"
                                : "A command failed on the device, which gave no reason");
    }

    private static Optional<String> reason(Result result) {
        return Optional.ofNullable(result.error()).filter(text -> !text.isEmpty());
    }

    private static boolean isFailure(Result result) {
        return result.status() == ResultStatus.FAILURE || result.status() == ResultStatus.SKIPPED;
    }
}
