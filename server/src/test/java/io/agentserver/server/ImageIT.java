package io.agentserver.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.HealthCheck;
import io.agentserver.testing.Requirement;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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

/** The image of docker/Dockerfile, in the pod that the monitoring page gives it (contract M-12 to M-14). */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImageIT {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final long LIMIT_BYTES = 512L * 1024 * 1024;

    private static GenericContainer<?> container;

    @BeforeAll
    static void start() {
        Requirement.of(DockerClientFactory.instance().isDockerAvailable(), "a Docker engine", "docker.io");
        container = new GenericContainer<>(new ImageFromDockerfile("ufo-server-it", true)
                        .withFileFromPath("Dockerfile", ROOT.resolve("docker/Dockerfile"))
                        .withFileFromPath(
                                "server/target/agent-server.jar", ROOT.resolve("server/target/agent-server.jar")))
                .withExposedPorts(5000)
                .withEnv("AGENT_SERVER_API_KEY", "image-it")
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
    void answersOnItsPublishedPort() throws Exception {
        URI health = URI.create("http://" + container.getHost() + ":" + container.getMappedPort(5000) + "/api/health");

        assertThat(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString())
                        .body())
                .contains("\"status\":\"healthy\"");
    }

    @Test
    @Order(4)
    void endsWithZeroWhenAskedToStop() {
        DockerClient docker = container.getDockerClient();

        docker.stopContainerCmd(container.getContainerId()).withTimeout(30).exec();

        assertThat(inspect().getState().getExitCodeLong()).isZero();
    }

    private static InspectContainerResponse inspect() {
        return container
                .getDockerClient()
                .inspectContainerCmd(container.getContainerId())
                .exec();
    }
}
