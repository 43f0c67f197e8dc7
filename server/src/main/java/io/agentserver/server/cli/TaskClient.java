package io.agentserver.server.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Asks a server over HTTP to run a task, and for the task's result (contract 4.4, 4.5). Blocks the calling thread. */
final class TaskClient {

    /** The longest that one question may wait at the server. */
    private static final Duration LONGEST_POLL = Duration.ofSeconds(60);

    /** The least time between two questions, for servers that do not know how to wait. */
    private static final Duration SHORTEST_POLL = Duration.ofMillis(500);

    private final ServerHttp server;

    TaskClient(ServerHttp server) {
        this.server = server;
    }

    /**
     * How a task ended.
     *
     * @param completed whether it ended well
     * @param error why it did not
     * @param result what came of it, as JSON
     */
    record Ended(boolean completed, String error, String result) {}

    /** Hands a task to a device and returns its name; null lets the server name it. */
    String dispatch(String device, String request, @Nullable String taskName) throws CommandFailure {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("client_id", device).put("request", request);
        if (taskName != null) {
            body.put("task_name", taskName);
        }
        JsonNode name = server.post("/api/dispatch", body, "dispatch the task").path("task_name");
        if (!name.isString()) {
            throw server.unexpected("/api/dispatch");
        }
        return name.stringValue();
    }

    /** Waits for the end of a task. */
    Ended await(String taskName, Duration most) throws CommandFailure {
        String path = "/api/task_result/"
                + URLEncoder.encode(taskName, StandardCharsets.UTF_8).replace("+", "%20");
        long end = System.nanoTime() + most.toNanos();
        Duration left = most;
        while (true) {
            long asked = System.nanoTime();
            Optional<Ended> ended = ask(path, min(left, LONGEST_POLL));
            if (ended.isPresent()) {
                return ended.get();
            }
            left = Duration.ofNanos(end - System.nanoTime());
            if (left.isNegative() || left.isZero()) {
                throw CommandFailure.failed("Task " + Fault.quote(taskName) + " has not ended within "
                        + DurationText.print(most) + "; it goes on, ask again at " + server.url() + path);
            }
            pause(min(left, SHORTEST_POLL.minusNanos(System.nanoTime() - asked)));
        }
    }

    private Optional<Ended> ask(String path, Duration wait) throws CommandFailure {
        JsonNode body = server.get(path + "?wait=" + wait.toMillis() + "ms", wait, "read the result");
        return switch (body.path("status").asString("")) {
            case "pending" -> Optional.empty();
            case "done" -> Optional.of(ended(body));
            default -> throw server.unexpected(path);
        };
    }

    private static void pause(Duration time) {
        if (!time.isNegative()) {
            Mono.delay(time).block();
        }
    }

    private static Ended ended(JsonNode body) {
        JsonNode status = body.path("task_status");
        // The original says only "done".
        boolean completed = status.isMissingNode() || status.asString("").equals("completed");
        return new Ended(
                completed,
                body.path("error").asString("no reason given"),
                body.path("result").toString());
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
