package io.agentserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HealthCheck;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.client.DeviceClient;
import io.agentserver.protocol.client.DeviceConnection;
import io.agentserver.server.testkit.Eventually;
import io.agentserver.testing.Requirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import reactor.core.publisher.Sinks;

/** The image of docker/Dockerfile, in the pod that the monitoring page gives it (contract M-12 to M-14). */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImageIT {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final long LIMIT_BYTES = 512L * 1024 * 1024;

    private static final String KEY = "image-it";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static GenericContainer<?> container;

    @BeforeAll
    static void start() {
        Requirement.of(DockerClientFactory.instance().isDockerAvailable(), "a Docker engine", "docker.io");
        container = new GenericContainer<>(new ImageFromDockerfile("ufo-server-it", true)
                        .withFileFromPath("Dockerfile", ROOT.resolve("docker/Dockerfile"))
                        .withFileFromPath(
                                "server/target/agent-server.jar", ROOT.resolve("server/target/agent-server.jar")))
                .withExposedPorts(5000)
                .withEnv("AGENT_SERVER_API_KEY", KEY)
                .withCreateContainerCmdModifier(command ->
                        Objects.requireNonNull(command.getHostConfig()).withMemory(LIMIT_BYTES))
                .waitingFor(Wait.forHttp("/api/health").forStatusCode(200))
                .withStartupTimeout(Duration.ofSeconds(60));
        container.start();
    }

    @AfterAll
    static void stop() {
        if (container != null) {
            container.stop();
        }
    }

    @Test
    @Order(1)
    void itsOwnHealthCheckHasTheTimesOfTheComposeFileAndPasses() throws Exception {
        HealthCheck check = inspect().getConfig().getHealthcheck();

        assertThat(check.getTest()).containsExactly("CMD", "curl", "-f", "http://localhost:5000/api/health");
        assertThat(check.getInterval()).isEqualTo(TimeUnit.SECONDS.toNanos(30));
        assertThat(check.getTimeout()).isEqualTo(TimeUnit.SECONDS.toNanos(5));
        assertThat(check.getStartPeriod()).isEqualTo(TimeUnit.SECONDS.toNanos(40));
        assertThat(check.getRetries()).isEqualTo(3);
        assertThat(container
                        .execInContainer("curl", "-f", "http://localhost:5000/api/health")
                        .getExitCode())
                .isZero();
    }

    @Test
    @Order(2)
    void runsAsSomebodyElseThanRootAndMayWriteItsLogs() throws Exception {
        assertThat(container.execInContainer("id", "-u").getStdout().strip()).isEqualTo("1000");
        assertThat(container.execInContainer("pwd").getStdout().strip()).isEqualTo("/app");
        assertThat(container.execInContainer("test", "-w", "/app/logs").getExitCode())
                .isZero();
    }

    @Test
    @Order(3)
    void answersOnItsPublishedPort() {
        assertThat(get("/api/health").body()).contains("\"status\":\"healthy\"");
    }

    @Test
    @Order(4)
    void isNotReadyWhileItDrainsAndEndsWithZeroWhenItsSessionHasEnded() throws Exception {
        Sinks.One<Result> result = Sinks.one();
        AtomicBoolean commanded = new AtomicBoolean();
        DeviceConnection device = Objects.requireNonNull(
                DeviceClient.create(URI.create("ws" + url("/ws").substring(4)))
                        .clientId("D1")
                        .apiKey(KEY)
                        .onCommand((command, round) -> {
                            commanded.set(true);
                            return result.asMono();
                        })
                        .connect()
                        .block());
        HttpRequest dispatch = HttpRequest.newBuilder(URI.create(url("/api/dispatch")))
                .header("X-API-Key", KEY)
                .POST(BodyPublishers.ofString("{\"client_id\":\"D1\",\"request\":\"take your time\"}"))
                .build();
        assertThat(HTTP.send(dispatch, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        Eventually.that("the device has something to do", commanded::get);
        assertThat(get("/api/health/ready").statusCode()).isEqualTo(200);

        CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> container
                .getDockerClient()
                .stopContainerCmd(container.getContainerId())
                .withTimeout(30)
                .exec());
        Eventually.that(
                "it is not ready any more", () -> get("/api/health/ready").statusCode() == 503);
        assertThat(get("/api/health/ready").body())
                .isEqualTo("{\"status\":\"draining\",\"detail\":\"Server is shutting down\"}");
        assertThat(get("/api/health/live").statusCode()).isEqualTo(200);
        assertThat(stopping).isNotDone();

        result.tryEmitValue(Result.success(RawJson.of("1"), null));
        stopping.get(30, TimeUnit.SECONDS);
        device.dispose();

        assertThat(inspect().getState().getExitCodeLong()).isZero();
    }

    private static HttpResponse<String> get(String path) {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create(url(path))).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String url(String path) {
        return "http://" + container.getHost() + ":" + container.getMappedPort(5000) + path;
    }

    private static InspectContainerResponse inspect() {
        return container
                .getDockerClient()
                .inspectContainerCmd(container.getContainerId())
                .exec();
    }
}
