package io.agentserver.server.session;

import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.ResultStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a device delivers of its own accord for a task it drives itself (decisions, "Dispatched TASK"). */
final class DeviceResults {

    private final List<Result> results = new ArrayList<>(1);
    private long bytes;

    /** Takes more results; false when there would be more bytes than that. */
    boolean add(List<Result> more, long limitBytes) {
        for (Result result : more) {
            RawJson value = result.result();
            bytes += 64L + (value == null ? 0 : value.lengthBytes());
        }
        if (bytes > limitBytes) {
            return false;
        }
        results.addAll(more);
        return true;
    }

    /** The results in the shape of a TASK_END: one object with the request and what became of it; null for none. */
    @Nullable
    RawJson summary(String request) {
        if (results.isEmpty()) {
            return null;
        }
        List<RawJson> values = results.stream().map(DeviceResults::value).toList();
        Map<String, RawJson> round = new LinkedHashMap<>();
        round.put("request", RawJson.ofString(request));
        round.put("result", values.size() == 1 ? values.get(0) : RawJson.array(values));
        return RawJson.array(List.of(RawJson.object(round)));
    }

    private static RawJson value(Result result) {
        if (result.status() == ResultStatus.FAILURE && result.error() != null) {
            return RawJson.ofString(result.error());
        }
        RawJson value = result.result();
        return value == null ? RawJson.of("null") : value;
    }
}
