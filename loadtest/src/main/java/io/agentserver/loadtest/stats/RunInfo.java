package io.agentserver.loadtest.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What was run.
 *
 * @param scenario the name of the scenario or simulation
 * @param target the server's address, without secrets
 * @param version the load tester's version
 * @param started when the ramp began
 * @param ramp how long the load grew before the warm-up
 * @param warmUp how long the full load ran before requests counted
 * @param duration how long requests were planned that count; shorter than wanted when the run was interrupted
 * @param interrupted whether the run ended before its time
 * @param settings further settings in the order to show them, such as {@code rate} or {@code seed}
 */
public record RunInfo(
        String scenario,
        String target,
        String version,
        Instant started,
        Duration ramp,
        Duration warmUp,
        Duration duration,
        boolean interrupted,
        Map<String, String> settings) {}
