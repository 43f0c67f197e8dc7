package io.agentserver.server.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JsonLineTest {

    private final JsonLine format = new JsonLine();

    @Test
    void isMadeOnceForAllOutputs() {
        LogLine line = new LogLine(Events.info("one"));

        byte[] first = format.line(line);

        assertThat(first).isEqualTo(format.line(Events.info("one")));
        assertThat(new JsonLine().line(line)).isSameAs(first);
    }

    @Test
    void hasTheFieldsOfTheSeedInItsOrderAndForm() { // M-45, M-48, M-50
        assertThat(line(Events.info("hello")))
                .isEqualTo("{\"timestamp\": \"2026-11-21T09:30:00.125000\", \"level\": \"INFO\","
                        + " \"logger\": \"io.agentserver.server.http.HttpApi\", \"message\": \"hello\","
                        + " \"module\": \"http\", \"function\": \"(unknown function)\", \"line\": 0}\n");
    }

    @Test
    void writesThePairsOfAnEventToo() { // M-45, M-47
        LoggingEvent event = Events.event("io.agentserver.server.session", Level.INFO, "text", null);
        Events.with(event, "function", "session_completed");
        Events.with(event, "session_id", "s1");
        Events.with(event, "duration_seconds", 1.5);
        Events.with(event, "rounds", 3);
        Events.with(event, "kept", true);
        Events.with(event, "limit", Double.NaN);

        assertThat(line(event))
                .endsWith("\"module\": \"session\", \"function\": \"session_completed\", \"line\": 0,"
                        + " \"session_id\": \"s1\", \"duration_seconds\": 1.5, \"rounds\": 3, \"kept\": true,"
                        + " \"limit\": \"NaN\"}\n");
    }

    @Test
    void noPairWritesAFieldTwice() {
        LoggingEvent event = Events.info("text");
        Events.with(event, "level", "ERROR");
        Events.with(event, "client_id", "first");
        Events.with(event, "client_id", "second");
        Events.with(event, "nothing", null);

        assertThat(line(event)).contains("\"level\": \"INFO\"").endsWith("\"line\": 0, \"client_id\": \"first\"}\n");
    }

    @Test
    void escapesLikePythonsEncoder() { // M-50
        assertThat(line(Events.info("\"\\\b\f\n\r\t\u0001\u007f é ✅ 🔌 \ud800")))
                .contains(
                        "\"message\": \"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u007f \\u00e9 \\u2705 \\ud83d\\udd0c \\ud800\"");
    }

    @Test
    void isPureAsciiAndReadsBackAsItWas() { // M-50
        LoggingEvent event = Events.with(Events.info("🌟 \u2028 {\"a\": 1}"), "ключ\n", "значение");
        byte[] bytes = format.line(event);

        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).matches("[ -~]+\n");
        Map<?, ?> read = new JsonMapper().readValue(bytes, Map.class);
        assertThat(read.get("message")).isEqualTo("🌟 \u2028 {\"a\": 1}");
        assertThat(read.get("ключ\n")).isEqualTo("значение");
    }

    @Test
    void whatWasThrownStandsInTheException() { // M-45
        Throwable thrown = new IllegalStateException("why", new IllegalArgumentException("deep"));

        Map<?, ?> read =
                new JsonMapper().readValue(format.line(Events.event("a.B", Level.ERROR, "text", thrown)), Map.class);

        assertThat(String.valueOf(read.get("exception")))
                .startsWith("java.lang.IllegalStateException: why\n\tat ")
                .contains("\nCaused by: java.lang.IllegalArgumentException: deep\n")
                .doesNotEndWith("\n");
    }

    @Test
    void anExceptionThatIsOnlyATextStandsThereToo() { // M-40
        assertThat(line(Events.with(Events.info("text"), "exception", "gone")))
                .endsWith("\"line\": 0, \"exception\": \"gone\"}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-21T09:30:00Z", "2026-11-21T09:30:00.000001999Z", "1999-12-31T23:59:59.999999999Z"})
    void theTimestampAlwaysHasSixDigitsAndNoZone(String time) { // M-48
        LoggingEvent event = Events.info("text");
        event.setInstant(Instant.parse(time));

        assertThat(line(event))
                .matches("\\{\"timestamp\": \"" + time.substring(0, 19) + "\\.\\d{6}\", .*\n")
                .contains(time.substring(0, 19) + "."
                        + (time + "0000000")
                                .replaceAll(".*:\\d\\d\\.?(\\d*)Z.*", "$1000000")
                                .substring(0, 6));
    }

    @ParameterizedTest
    @CsvSource({
        "io.agentserver.server.http.HttpApi, http",
        "io.agentserver.server.ws, ws",
        "reactor.netty.http.server.HttpServer, server",
        "Main, Main",
        "root, root",
        "a.B, a",
        "'', ''",
        "a., ''"
    })
    void theModuleIsTheLastNameOfTheLoggersPackage(String logger, String module) { // M-49
        assertThat(JsonLine.module(logger)).isEqualTo(module);
    }

    @ParameterizedTest
    @CsvSource({"TRACE, DEBUG", "DEBUG, DEBUG", "INFO, INFO", "WARN, WARNING", "ERROR, ERROR"})
    void levelsHavePythonsNames(String level, String name) {
        assertThat(line(Events.event(Level.valueOf(level), "text"))).contains("\"level\": \"" + name + "\"");
        assertThat(line(Events.critical("text"))).contains("\"level\": \"CRITICAL\"");
    }

    private String line(LoggingEvent event) {
        return new String(format.line(event), StandardCharsets.US_ASCII);
    }
}
