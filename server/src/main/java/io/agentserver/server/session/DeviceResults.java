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

    /** Of a result, besides its value and its texts. */
    private static final long RESULT_BYTES = 64;

    private final List<Result> results = new ArrayList<>(1);
    private long bytes;
    private boolean closed;

    /** Takes more results, which are of so many bytes. */
    void add(List<Result> more, long moreBytes) {
        results.addAll(more);
        bytes += moreBytes;
    }

    /** Takes no more, so that what is there has no gaps. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** What it holds, more or less. */
    long bytes() {
        return bytes;
    }

    /** What results take, more or less. */
    static long bytes(List<Result> results) {
        long bytes = 0;
        for (Result result : results) {
            RawJson value = result.result();
            bytes += RESULT_BYTES
                    + (value == null ? 0 : value.lengthBytes())
                    + length(result.error())
                    + length(result.namespace())
                    + length(result.callId());
        }
        return bytes;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
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
