package io.agentserver.loadtest.stats;

import java.util.List;

/**
 * What a run came to. Immutable; whoever reads a histogram copies it first when it wants to change it.
 *
 * @param info what was run
 * @param requests by name, in the order in which they first were asked for
 * @param seconds the run second by second, from the ramp on
 * @param generator how the generator did
 * @param server what the server said of itself; empty when it has no {@code /metrics}
 * @param assertions what became of them, in their order
 * @param invalidReasons why the figures cannot be trusted; empty when they can
 */
public record RunResult(
        RunInfo info,
        List<RequestResult> requests,
        List<Second> seconds,
        GeneratorHealth generator,
        List<ServerSample> server,
        List<AssertionResult> assertions,
        List<String> invalidReasons) {

    public RunResult {
        requests = List.copyOf(requests);
        seconds = List.copyOf(seconds);
        server = List.copyOf(server);
        assertions = List.copyOf(assertions);
        invalidReasons = List.copyOf(invalidReasons);
    }

    /** Whether the figures can be trusted. */
    public boolean valid() {
        return invalidReasons.isEmpty();
    }

    /** 3 when the figures cannot be trusted, else 1 when an assertion failed, else 0. */
    public int exitCode() {
        if (!valid()) {
            return 3;
        }
        return assertions.stream().allMatch(AssertionResult::passed) ? 0 : 1;
    }
}
