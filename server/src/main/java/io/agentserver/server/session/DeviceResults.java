package io.agentserver.server.session;

import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.server.engine.RoundResult;
import io.agentserver.server.engine.SessionOutcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a device has delivered for a session so far: of its own accord, or in answer to the commands of an engine. */
final class DeviceResults {

    private final List<Result> results = new ArrayList<>(1);
    private long bytes;

    /** Takes more results; false, and it takes none of them, when all would be more bytes than that. */
    boolean add(List<Result> more, long limitBytes) {
        long together = bytes;
        for (Result result : more) {
            RawJson value = result.result();
            together += 64L + (value == null ? 0 : value.lengthBytes());
        }
        if (together > limitBytes) {
            return false;
        }
        bytes = together;
        results.addAll(more);
        return true;
    }

    /** The results in the shape of a TASK_END: one object with the request and what became of it; null for none. */
    @Nullable
    RawJson summary(String request) {
        if (results.isEmpty()) {
            return null;
        }
        return SessionOutcome.ofRounds(request, List.of(RoundResult.answered(results)))
                .result();
    }
}
