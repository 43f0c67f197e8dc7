package io.agentserver.server.cli.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.agentserver.protocol.ClientType;
import io.agentserver.server.ClientInfo;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.ServerStatistics;
import io.agentserver.server.StabilityStatistics.FlakyClient;
import io.agentserver.server.hub.Timing;
import io.agentserver.server.state.ConnectionStability;
import io.agentserver.server.state.Measurements;
import io.agentserver.server.state.ThroughputWindow;
import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

/**
 * One clock for all that depends on time, moved by the minute over the day on which Berlin's summer begins, and by the hour
 * over the hundred days after that: windows, rotation and retention, as the server configures them.
 */
class DayOfVirtualTimeTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final int REQUESTS_A_MINUTE = 8;

    /** Midnight in Berlin; the day that begins has 23 hours. */
    private final MutableClock clock = new MutableClock("2026-03-28T23:00:00Z");

    private final Instant began = clock.instant();
    private final Timing timing = new Timing(clock, this::nanos, Schedulers.immediate());
    private final Measurements measurements = new Measurements(timing);
    private final ThroughputWindow throughput = new ThroughputWindow(Duration.ofSeconds(60), this::nanos);
    private final ConnectionStability stability = new ConnectionStability(clock, 100, 3);
    private final ClientInfo flaky = new ClientInfo("flaky", ClientType.DEVICE, "linux", clock.instant(), null, null);

    @TempDir
    private Path folder;

    private List<LogOutput> outputs;

    @Test
    @DisplayName("M-54, M-60 to M-64, M-70 to M-86: a day by the minute, then a hundred days by the hour")
    void timeMovesEverything() throws IOException {
        outputs = LogOutputs.files(folder, clock, BERLIN);
        for (int minute = 0; minute < 23 * 60; minute++) {
            minute(minute);
            pass(Duration.ofMinutes(1));
        }
        assertWindowsAfterTheDay();
        assertThat(lines("ufo_server_daily.log.2026-03-29"))
                .as("the day of 23 hours, whole and alone")
                .hasSize(23 * 60 + 1)
                .allMatch(line -> line.contains("\"2026-03-28T23:") || line.contains("\"2026-03-29T"));
        assertThat(lines("ufo_server_daily.log")).isEmpty();

        pass(Duration.ofMinutes(61));
        assertThat(throughput.statistics().completionsInWindow()).isZero();

        for (int hour = 1; hour <= 100 * 24; hour++) {
            say(Level.DEBUG, "detail");
            say(Level.INFO, "hour");
            if (hour % 24 == 0) {
                say(Level.ERROR, "something broke");
            }
            pass(Duration.ofHours(1));
            awaitSummaryOnTheFirst();
        }
        assertRetention();
        assertMonths();
    }

    /** What happens within one minute of the first day. */
    private void minute(int minute) {
        say(Level.INFO, "minute " + minute);
        for (int i = 0; i < REQUESTS_A_MINUTE; i++) {
            long millis = minute < 60 ? 1_000 : 1 + minute % 10;
            measurements.requestAnswered(
                    "/api/health", "GET", 200, Duration.ofMillis(millis).toNanos());
        }
        if (minute % 3 == 0) {
            throughput.record();
        }
        if (minute % 240 == 0) {
            stability.connected(flaky.clientId());
            measurements.clientRegistered(flaky);
        } else if (minute % 240 == 120) {
            stability.disconnected(flaky.clientId(), DisconnectReason.NETWORK_ERROR);
            measurements.clientDisconnected(flaky, DisconnectReason.NETWORK_ERROR);
        }
        if (minute == 600) {
            say(Level.ERROR, "something broke");
        }
    }

    private void assertWindowsAfterTheDay() {
        ServerStatistics statistics = measurements.statistics();
        assertThat(Objects.requireNonNull(statistics.latency().get("health")).count())
                .as("of 11,040 requests the latest 10,000")
                .isEqualTo(10_000);
        assertThat(Objects.requireNonNull(statistics.latency().get("health")).max())
                .as("the slow first hour has left the window")
                .isEqualTo(10);
        assertThat(throughput.statistics().totalCompletions()).isEqualTo(23 * 60 / 3);
        assertThat(throughput.statistics().completionsInWindow())
                .as("the last one was three minutes ago")
                .isZero();
        // Came at 0, 4, 8, 12, 16 and 20 h, went two hours after each.
        assertThat(statistics.connections()).isEqualTo(stability.statistics());
        assertThat(statistics.connections().totalConnections()).isEqualTo(6);
        assertThat(statistics.connections().stabilityRate()).isZero();
        assertThat(statistics.connections().disconnectionsPerHour()).isCloseTo(6 / 20.0, within(1e-9));
        assertThat(statistics.connections().flakyClients()).containsExactly(new FlakyClient("flaky", 5));
    }

    /** A limit of age may be passed by one slice, because files go whole. */
    private void assertRetention() throws IOException {
        assertThat(oldest("ufo_server.log"))
                .isBetween(Duration.ofDays(7), Duration.ofDays(7).plusHours(35));
        assertThat(oldest("ufo_server_errors.log")).isBetween(Duration.ofDays(89), Duration.ofDays(100));
        assertThat(backups("ufo_server.log")).hasSizeLessThanOrEqualTo(5);
        assertThat(backups("ufo_server_errors.log")).hasSizeLessThanOrEqualTo(10);
        LocalDate today = clock.instant().atZone(BERLIN).toLocalDate();
        assertThat(backups("ufo_server_daily.log"))
                .hasSize(30)
                .startsWith("ufo_server_daily.log." + today.minusDays(30))
                .endsWith("ufo_server_daily.log." + today.minusDays(1));
    }

    /** It is written by a thread that knows nothing of this clock. */
    private void awaitSummaryOnTheFirst() {
        LocalDate today = clock.instant().atZone(BERLIN).toLocalDate();
        if (today.getDayOfMonth() == 1) {
            String summary = "ufo_server_monthly." + YearMonth.from(today).minusMonths(1) + ".json";
            Eventually.that(summary + " is written", () -> summaries().contains(summary));
        }
    }

    private void assertMonths() throws IOException {
        assertThat(summaries())
                .containsExactly(
                        "ufo_server_monthly.2026-03.json",
                        "ufo_server_monthly.2026-04.json",
                        "ufo_server_monthly.2026-05.json",
                        "ufo_server_monthly.2026-06.json");
        JsonNode april = Json.parse(Files.readString(folder.resolve("ufo_server_monthly.2026-04.json")));
        assertThat(april.path("levels").path("INFO").asInt())
                .as("an hour's line for each hour of April in Berlin")
                .isEqualTo(30 * 24);
        assertThat(april.path("files").size()).isEqualTo(30);
    }

    private void say(Level level, String text) {
        LoggingEvent event = Events.event(level, text);
        event.setInstant(clock.instant());
        LogLine line = new LogLine(event);
        outputs.stream().filter(output -> output.wants(line.level())).forEach(output -> output.offer(line));
        outputs.forEach(output -> output.step(nanos()));
    }

    private void pass(Duration duration) {
        clock.advance(duration);
        outputs.forEach(output -> output.step(nanos()));
    }

    private long nanos() {
        return Duration.between(began, clock.instant()).toNanos();
    }

    private Duration oldest(String file) throws IOException {
        Instant oldest = clock.instant();
        for (String name :
                Stream.concat(Stream.of(file), backups(file).stream()).toList()) {
            for (String line : lines(name)) {
                Instant time = LocalDateTime.parse(
                                Json.parse(line).path("timestamp").asString())
                        .toInstant(ZoneOffset.UTC);
                oldest = time.isBefore(oldest) ? time : oldest;
            }
        }
        return Duration.between(oldest, clock.instant());
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file));
    }

    private List<String> backups(String file) {
        return names(file + ".");
    }

    private List<String> summaries() {
        return names("ufo_server_monthly.").stream()
                .filter(name -> name.endsWith(".json"))
                .toList();
    }

    private List<String> names(String start) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(start))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
