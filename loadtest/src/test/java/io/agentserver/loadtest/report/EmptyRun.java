package io.agentserver.loadtest.report;

import io.agentserver.loadtest.stats.GeneratorHealth;
import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.loadtest.stats.RunInfo;
import io.agentserver.loadtest.stats.RunResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** A run that was interrupted before anything could be measured. */
final class EmptyRun {

    private EmptyRun() {}

    static RunResult result() {
        RunInfo info = new RunInfo(
                "health",
                "http://127.0.0.1:5000",
                "0.1.0",
                SampleRun.STARTED,
                Duration.ofSeconds(1),
                Duration.ZERO,
                Duration.ZERO,
                true,
                Map.of());
        Histogram none = new Histogram(3);
        return new RunResult(
                info,
                List.of(new RequestResult("health", 0, 0, 3, 0, 0, none, none, Map.of())),
                List.of(),
                new GeneratorHealth(0, -1, 0, 0, 0, 0, -1, List.of()),
                List.of(),
                List.of(),
                List.of("The run was interrupted before a second was measured."));
    }
}
