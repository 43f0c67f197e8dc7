package io.agentserver.server.cli;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks a server over HTTP to run a task, and for the task's result (contract 4.4, 4.5). Blocks the calling thread. */
final class TaskClient {

    /** The longest that one question may wait at the server. */
    private static final Duration LONGEST_POLL = Duration.ofSeconds(60);

    /** The least time between two questions, for servers that do not know how to wait. */
    private static final Duration SHORTEST_POLL = Duration.ofMillis(500);

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private final JsonMapper json = new JsonMapper();
    private final String url;
    private final HttpClient http;

    TaskClient(String url, @Nullable String apiKey) {
        this.url = url;
        this.http = HttpClient.create().headers(headers -> {
            if (apiKey != null) {
                headers.set("X-API-Key", apiKey);
            }
        });
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
        ObjectNode body = json.createObjectNode().put("client_id", device).put("request", request);
        if (taskName != null) {
            body.put("task_name", taskName);
        }
        Answer answer = answer(
                http.headers(headers -> headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON))
                        .responseTimeout(ANSWER_TIMEOUT)
                        .post()
                        .uri(URI.create(url + "/api/dispatch"))
                        .send(ByteBufMono.fromString(Mono.just(json.writeValueAsString(body))))
                        .responseSingle(Answer::read));
        JsonNode name = parse(answer, "dispatch the task").path("task_name");
        if (!name.isString()) {
            throw unexpected("/api/dispatch");
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
                        + DurationText.print(most) + "; it goes on, ask again at " + url + path);
            }
            pause(min(left, SHORTEST_POLL.minusNanos(System.nanoTime() - asked)));
        }
    }

    private Optional<Ended> ask(String path, Duration wait) throws CommandFailure {
        JsonNode body = parse(
                answer(http.responseTimeout(wait.plus(ANSWER_TIMEOUT))
                        .get()
                        .uri(URI.create(url + path + "?wait=" + wait.toMillis() + "ms"))
                        .responseSingle(Answer::read)),
                "read the result");
        return switch (body.path("status").asString("")) {
            case "pending" -> Optional.empty();
            case "done" -> Optional.of(ended(body));
            default -> throw unexpected(path);
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

    private JsonNode parse(Answer answer, String asked) throws CommandFailure {
        JsonNode body;
        try {
            body = json.readTree(answer.body());
        } catch (JacksonException e) {
            body = json.missingNode();
        }
        if (answer.status() == HttpResponseStatus.OK.code()) {
            return body;
        }
        String detail = body.path("detail").asString("no reason given");
        String advice = answer.status() == HttpResponseStatus.UNAUTHORIZED.code()
                ? " (give the server's key with --api-key)"
                : "";
        throw CommandFailure.failed("Cannot " + asked + ": " + answer.status() + " " + Fault.quote(detail) + advice);
    }

    private Answer answer(Mono<Answer> question) throws CommandFailure {
        try {
            return Objects.requireNonNull(question.block());
        } catch (RuntimeException e) {
            Throwable cause = Exceptions.unwrap(e);
            if (cause instanceof ReadTimeoutException) {
                throw CommandFailure.failed(url + " gave no answer in time (is it overloaded, or another program?)");
            }
            if (cause instanceof IOException || cause.getCause() instanceof IOException) {
                throw CommandFailure.failed(
                        "Cannot reach " + url + ": " + Fault.quote(String.valueOf(cause.getMessage()))
                                + " (is the server running there? --url names another one)");
            }
            throw e;
        }
    }

    private CommandFailure unexpected(String path) {
        return CommandFailure.failed(url + path + " gave no answer of an agent server (is another program there?)");
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** What the server answered. */
    private record Answer(int status, String body) {

        static Mono<Answer> read(HttpClientResponse response, ByteBufMono body) {
            return body.asString(StandardCharsets.UTF_8)
                    .defaultIfEmpty("")
                    .map(text -> new Answer(response.status().code(), text));
        }
    }
}
