package io.agentserver.server.cli;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.timeout.ReadTimeoutException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a server one question at a time and puts into words what went wrong with it. Blocks the calling thread. */
final class ServerHttp {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private final JsonMapper json = new JsonMapper();
    private final String url;
    private final HttpClient http;

    ServerHttp(String url, @Nullable String apiKey) {
        this.url = url;
        this.http = withKey(HttpClient.create(), apiKey);
    }

    /** The same client, presenting a key with every request. */
    static HttpClient withKey(HttpClient http, @Nullable String apiKey) {
        return apiKey == null ? http : http.headers(headers -> headers.set("X-API-Key", apiKey));
    }

    String url() {
        return url;
    }

    /**
     * Reads a path.
     *
     * @param wait how long the server may keep the answer back
     * @param asked what is asked for, for the message if it fails: {@code read the result}
     */
    JsonNode get(String path, Duration wait, String asked) throws CommandFailure {
        return parse(
                answer(http.responseTimeout(wait.plus(ANSWER_TIMEOUT))
                        .get()
                        .uri(URI.create(url + path))
                        .responseSingle(Answer::read)),
                asked);
    }

    /** Posts JSON to a path; {@code asked} is what is asked for, for the message if it fails. */
    JsonNode post(String path, JsonNode body, String asked) throws CommandFailure {
        return parse(
                answer(http.headers(
                                headers -> headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON))
                        .responseTimeout(ANSWER_TIMEOUT)
                        .post()
                        .uri(URI.create(url + path))
                        .send(ByteBufMono.fromString(Mono.just(json.writeValueAsString(body))))
                        .responseSingle(Answer::read)),
                asked);
    }

    /** What a path gave is nothing that an agent server says. */
    CommandFailure unexpected(String path) {
        return CommandFailure.failed(url + path + " gave no answer of an agent server (is another program there?)");
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

    /** What the server answered. */
    private record Answer(int status, String body) {

        static Mono<Answer> read(HttpClientResponse response, ByteBufMono body) {
            return body.asString(StandardCharsets.UTF_8)
                    .defaultIfEmpty("")
                    .map(text -> new Answer(response.status().code(), text));
        }
    }
}
