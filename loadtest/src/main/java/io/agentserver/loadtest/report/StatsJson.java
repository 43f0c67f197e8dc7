package io.agentserver.loadtest.report;

import io.agentserver.loadtest.stats.AssertionResult;
import io.agentserver.loadtest.stats.GeneratorHealth;
import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.loadtest.stats.RunInfo;
import io.agentserver.loadtest.stats.RunResult;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code stats.json}: every figure of a run for programs. Its schema is in docs/loadtest-report.md; names stay. */
final class StatsJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private StatsJson() {}

    static ObjectNode of(RunResult result) {
        RunInfo info = result.info();
        ObjectNode root = NODES.objectNode();
        root.put("valid", result.valid());
        result.invalidReasons().forEach(root.putArray("invalid_reasons")::add);
        JsonNumbers.put(root, "duration_s", Times.seconds(info.duration()));
        ObjectNode requests = root.putObject("requests");
        for (RequestResult request : result.requests()) {
            requests.set(request.name(), request(request, info.duration()).put("hlog", LogFileName.of(request.name())));
        }
        root.set("global", request(Totals.of(result.requests()), info.duration()));
        root.set("generator", generator(result.generator()));
        assertions(root, result.assertions());
        root.set("run", run(info));
        return root;
    }

    private static ObjectNode request(RequestResult request, Duration window) {
        ObjectNode node = NODES.objectNode();
        node.put("count", request.count());
        node.put("ok", request.ok());
        node.put("ko", request.ko());
        node.put("unsent", request.unsent());
        Times latency = Times.of(request.latency());
        JsonNumbers.put(node, "min_ms", latency.min());
        JsonNumbers.put(node, "mean_ms", latency.mean());
        quantiles(node, latency);
        Times service = Times.of(request.service());
        ObjectNode inner = node.putObject("service");
        JsonNumbers.put(inner, "min_ms", service.min());
        JsonNumbers.put(inner, "mean_ms", service.mean());
        quantiles(inner, service);
        JsonNumbers.put(node, "planned_per_s", Times.perSecond(request.planned(), window));
        JsonNumbers.put(node, "sent_per_s", Times.perSecond(request.sent(), window));
        JsonNumbers.put(node, "answered_per_s", Times.perSecond(request.answered(), window));
        ObjectNode errors = node.putObject("errors");
        errors.put("timeout", 0L); // always there, so that a reader need not ask
        request.errors().forEach(errors::put);
        return node;
    }

    private static void quantiles(ObjectNode node, Times times) {
        JsonNumbers.put(node, "p50_ms", times.p50());
        JsonNumbers.put(node, "p75_ms", times.p75());
        JsonNumbers.put(node, "p95_ms", times.p95());
        JsonNumbers.put(node, "p99_ms", times.p99());
        JsonNumbers.put(node, "p999_ms", times.p999());
        JsonNumbers.put(node, "max_ms", times.max());
    }

    private static ObjectNode generator(GeneratorHealth generator) {
        ObjectNode node = NODES.objectNode();
        JsonNumbers.put(node, "cpu", generator.cpu());
        JsonNumbers.put(node, "machine_cpu", known(generator.machineCpu()));
        JsonNumbers.put(node, "lag_p99_ms", generator.lagP99Millis());
        JsonNumbers.put(node, "lag_max_ms", generator.lagMaxMillis());
        node.put("gc_ms", generator.gcMillis());
        node.put("gc_pauses", generator.gcPauses());
        JsonNumbers.put(node, "resident_bytes", known((double) generator.residentBytes()));
        return node;
    }

    private static double known(double value) {
        return value < 0 ? Double.NaN : value;
    }

    private static void assertions(ObjectNode root, List<AssertionResult> results) {
        var array = root.putArray("assertions");
        for (AssertionResult assertion : results) {
            ObjectNode node = array.addObject();
            node.put("text", assertion.text());
            JsonNumbers.put(node, "actual", assertion.actual());
            node.put("passed", assertion.passed());
        }
    }

    private static ObjectNode run(RunInfo info) {
        ObjectNode node = NODES.objectNode();
        node.put("scenario", info.scenario());
        node.put("target", info.target());
        node.put("version", info.version());
        node.put("started", info.started().toString());
        JsonNumbers.put(node, "ramp_s", Times.seconds(info.ramp()));
        JsonNumbers.put(node, "warmup_s", Times.seconds(info.warmUp()));
        node.put("interrupted", info.interrupted());
        info.settings().forEach(node.putObject("settings")::put);
        return node;
    }
}
