package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.Assertion;
import io.agentserver.loadtest.Population;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run to be made.
 *
 * @param name the scenario's or simulation's
 * @param runId in ids of devices and tasks, so that two runs do not meet
 * @param populations who does what, and when
 * @param fleet what is connected beforehand
 * @param assertions what must hold
 * @param ramp how long the load grows
 * @param warmUp how long it then runs before requests count
 * @param duration how long requests count; null: until the last user has ended
 * @param timeout how long an answer is waited for, from the planned time on
 * @param seed of all that is random
 * @param threads event loops
 * @param mostHttpConnections in all
 * @param keepConnections whether users' connections outlive them, until the end of the run
 * @param settings to be shown in the report
 */
public record RunPlan(
        String name,
        String runId,
        List<Population> populations,
        FleetPlan fleet,
        List<Assertion> assertions,
        Duration ramp,
        Duration warmUp,
        @Nullable Duration duration,
        Duration timeout,
        long seed,
        int threads,
        int mostHttpConnections,
        boolean keepConnections,
        Map<String, String> settings) {

    public RunPlan {
        populations = List.copyOf(populations);
        assertions = List.copyOf(assertions);
    }
}
