package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.Population;
import io.agentserver.loadtest.Scenario;
import io.agentserver.loadtest.Settings;
import io.agentserver.loadtest.net.Target;
import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.loadtest.stats.RunResult;
import io.agentserver.loadtest.stats.Second;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Makes runs in this process. */
final class Runs {

    private Runs() {}

    static RunPlan plan(Scenario scenario, FleetPlan fleet, Settings settings, Duration timeout) {
        return plan(scenario, fleet, settings, timeout, 4096);
    }

    static RunPlan plan(
            Scenario scenario, FleetPlan fleet, Settings settings, Duration timeout, int mostHttpConnections) {
        Population population = settings.load(scenario);
        return new RunPlan(
                scenario.name(),
                "it" + Long.toString(System.nanoTime() % 1_000_000_000, 36),
                List.of(population),
                fleet,
                List.of(),
                settings.ramp(),
                settings.warmUp(),
                settings.duration(),
                timeout,
                1,
                1,
                mostHttpConnections,
                false,
                Map.of());
    }

    static Settings open(double rate, Duration warmUp, Duration duration) {
        return new Settings(0, rate, null, Duration.ZERO, warmUp, duration);
    }

    static Settings closed(int users, Duration warmUp, Duration duration) {
        return new Settings(0, null, users, Duration.ZERO, warmUp, duration);
    }

    static RunResult run(String url, RunPlan plan) throws RunFailedException, InterruptedException {
        return run(url, plan, new Silent());
    }

    static RunResult run(String url, RunPlan plan, RunListener listener)
            throws RunFailedException, InterruptedException {
        return new LoadRun(Target.of(url, "k", false), plan, "test", listener, fault -> {
                    throw fault;
                })
                .run();
    }

    static RequestResult request(RunResult result, String name) {
        return result.requests().stream()
                .filter(request -> request.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Nobody looks on. */
    static class Silent implements RunListener {
        @Override
        public void connecting(int connected, int wanted) {}

        @Override
        public void second(Second second) {}

        @Override
        public void interval(String request, Instant from, Instant to, Histogram times) {}

        @Override
        public void draining(int waiting, Duration left) {}
    }
}
