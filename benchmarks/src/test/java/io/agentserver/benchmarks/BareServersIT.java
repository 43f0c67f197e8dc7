package io.agentserver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole way on real sockets: a server in a process of its own, its health, and devices that register with it. */
@Timeout(60)
class BareServersIT {

    private static final int DEVICES = 300;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"REACTOR", "NETTY"})
    void startAnswerAndTakeDevices(Subject.Kind kind) {
        Subject subject = Subject.parse(kind.name(), List.of("-Xmx128m"));
        String classPath = System.getProperty("java.class.path");
        try (ServerProcess server = ServerProcess.start(subject, Path.of("none"), classPath, folder);
                ClientLoop loop = new ClientLoop();
                Fleet fleet = new Fleet(loop, server.target(), "device")) {
            assertThat(server.startTime()).isPositive();
            assertThat(new HealthLoad(server.target(), 2).perSecond(Duration.ofSeconds(1)))
                    .isPositive();

            Duration took = fleet.connect(DEVICES);

            assertThat(took).isPositive();
            assertThat(fleet.devices()).hasSize(DEVICES).extracting(Device::id).doesNotHaveDuplicates();
            assertThat(server.liveHeapBytes()).isBetween(1_000_000L, server.residentBytes());
            assertThat(server.cpuSeconds()).isPositive();
        }
    }
}
