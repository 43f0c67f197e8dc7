package io.agentserver.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.agentserver.protocol.ClientMessageType;
import io.agentserver.protocol.ClientType;
import io.agentserver.server.CancelReason;
import io.agentserver.server.ClientInfo;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.SessionState;
import io.agentserver.server.hub.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Contract 5.4: each line with its level, its logger, its event's name and its fields. */
class EventLogTest {

    private static final Instant TIME = Instant.parse("2026-11-21T09:30:00Z");
    private static final ClientInfo DEVICE = new ClientInfo("D1", ClientType.DEVICE, "linux", TIME, null, null);
    private static final ClientInfo CONSTELLATION =
            new ClientInfo("run@D1", ClientType.CONSTELLATION, "windows", TIME, "D1", null);

    private final EventLog log = new EventLog();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final List<Logger> loggers = Stream.of("ws", "session", "http")
            .map(name -> (Logger) LoggerFactory.getLogger("io.agentserver.server." + name))
            .toList();
    private final List<Runnable> restore =
            loggers.stream().map(EventLogTest::restoreLater).toList();

    @BeforeEach
    void listen() {
        lines.start();
        loggers.forEach(logger -> {
            logger.setLevel(Level.DEBUG);
            logger.setAdditive(false);
            logger.addAppender(lines);
        });
    }

    @AfterEach
    void stopListening() {
        loggers.forEach(logger -> logger.detachAppender(lines));
        restore.forEach(Runnable::run);
    }

    @Test
    void registration() { // M-32
        log.clientRegistered(DEVICE);
        log.clientRegistered(CONSTELLATION);

        assertLines(
                "INFO ws client_registered {client_id=D1, client_type=device} [WS] ✅ Registered device client: D1",
                "INFO ws client_registered {client_id=run@D1, client_type=constellation} [WS] ✅ Registered constellation"
                        + " client: run@D1");
    }

    @Test
    void aConstellationsTask() { // M-33
        log.taskRequested(CONSTELLATION, "D1");

        assertLines("INFO ws task_requested {client_id=run@D1} [WS] 🌟 Constellation run@D1 requesting task on D1");
    }

    @Test
    void disconnection() { // M-34, M-35
        log.clientDisconnected(DEVICE, DisconnectReason.NETWORK_ERROR);
        log.clientRemoved(DEVICE);

        assertLines(
                "INFO ws client_disconnected {client_id=D1, reason=network_error} [WS] 🔌 Client disconnected: D1",
                "INFO ws client_removed {client_id=D1} [WS] 🔌 Removed client: D1");
    }

    @Test
    void aSession() { // M-36, M-37, M-38
        log.sessionChanged(session(SessionState.CREATED, null, null), null);
        log.sessionChanged(session(SessionState.DISPATCHED, null, null), null);
        log.sessionChanged(session(SessionState.RUNNING, null, null), null);
        log.sessionChanged(session(SessionState.COMPLETED, null, null), null);

        assertLines(
                "INFO session session_created {client_id=run@D1, session_id=s1, task_name=t1} [Session] Created session s1"
                        + " for task: t1",
                "INFO session session_running {client_id=run@D1, session_id=s1} [Session] Executing task in background: Open"
                        + " Notepad",
                "INFO session session_completed {client_id=run@D1, session_id=s1, duration_seconds=2.5} [Session] Task"
                        + " completed: s1");
    }

    @Test
    void aCancelledSession() { // M-39
        log.sessionChanged(session(SessionState.CANCELLED, "cancelled", CancelReason.DEVICE_DISCONNECTED), null);

        assertLines(
                "WARN session session_cancelled {client_id=run@D1, session_id=s1, cancel_reason=device_disconnected}"
                        + " [Session] Task cancelled: s1 (reason: device_disconnected)");
    }

    @Test
    void aFailedSession() { // M-42
        log.sessionChanged(session(SessionState.FAILED, "no such file", null), null);

        assertLines(
                "WARN session session_failed {client_id=run@D1, session_id=s1, duration_seconds=2.5, error=no such file}"
                        + " [Session] Task failed: s1");
    }

    @Test
    void aSessionWhoseEngineThrew() { // M-41, M-42, M-43
        IllegalStateException thrown = new IllegalStateException("boom");

        log.sessionChanged(session(SessionState.FAILED, "boom", null), thrown);

        assertLines(
                "ERROR session session_failed {client_id=run@D1, session_id=s1} [Session] Task execution failed: s1",
                "WARN session session_failed {client_id=run@D1, session_id=s1, duration_seconds=2.5, error=boom} [Session]"
                        + " Task failed: s1");
        assertThat(lines.list.get(0).getThrowableProxy().getClassName())
                .isEqualTo(IllegalStateException.class.getName());
    }

    @Test
    void aResultNobodyTakes() { // M-40
        log.resultUndelivered(session(SessionState.COMPLETED, null, null), "Connection\nclosed");

        assertLines(
                "ERROR ws result_undelivered {client_id=run@D1, session_id=s1, exception=Connection\\nclosed} [WS] ❌"
                        + " Failed to send result for session s1: Connection\\nclosed");
    }

    @Test
    void textFromOutsideForgesNothingInAnyField() { // M-43, M-44
        String hostile = "x\nTask completed\u001b[2J";
        ClientInfo client = new ClientInfo(hostile, ClientType.DEVICE, "linux", TIME, null, null);
        SessionInfo session = sessionOf(hostile, SessionState.FAILED);

        log.clientRegistered(client);
        log.clientDisconnected(client, DisconnectReason.CLOSED);
        log.clientRemoved(client);
        log.taskRequested(client, hostile);
        log.sessionChanged(session, null);
        log.sessionChanged(sessionOf(hostile, SessionState.CREATED), null);
        log.resultUndelivered(session, hostile);
        log.resultNotKept(session, new IllegalStateException());
        log.rejected(Rejection.NOT_ALLOWED, hostile, hostile);
        log.slowReader(hostile, 1);
        log.messageDropped(ClientMessageType.COMMAND_RESULTS, hostile, hostile, "no such round runs on this device");

        assertThat(lines.list).hasSize(11).allSatisfy(line -> {
            assertThat(line.getFormattedMessage()).contains("x\\nTask\\u0020completed\\u001b[2J");
            assertThat(line.getKeyValuePairs())
                    .extracting(pair -> String.valueOf(pair.value))
                    .contains("x\\nTask\\u0020completed\\u001b[2J")
                    .noneMatch(value ->
                            value.contains("Task completed") || value.chars().anyMatch(Character::isISOControl));
        });
    }

    @Test
    void aResultNobodyKeeps() {
        log.resultNotKept(session(SessionState.COMPLETED, null, null), new IllegalStateException("disk"));

        assertLines(
                "ERROR session result_not_kept {client_id=run@D1, session_id=s1} [Session] Result of session s1 could not"
                        + " be kept; it cannot be read later");
        assertThat(lines.list.get(0).getThrowableProxy().getMessage()).isEqualTo("disk");
    }

    @Test
    void whatIsRefusedAndDroppedIsOnlyForDebugging() {
        log.rejected(Rejection.UNAUTHORIZED, null, "Invalid API key");
        log.rejected(Rejection.BAD_REGISTRATION, null, "Registration timed out");
        log.rejected(Rejection.NOT_ALLOWED, "D1", "Empty task content");
        log.messageDropped(ClientMessageType.COMMAND_RESULTS, "D1", "s1", "no such round runs on this device");
        loggers.forEach(logger -> logger.setLevel(Level.INFO));
        log.rejected(Rejection.NOT_ALLOWED, "D1", "unseen");
        log.messageDropped(ClientMessageType.COMMAND_RESULTS, "D1", null, "unseen");

        assertLines(
                "DEBUG http rejected {rejection=unauthorized} [HTTP] Refused: Invalid API key",
                "DEBUG ws rejected {rejection=bad_registration} [WS] Refused: Registration timed out",
                "DEBUG ws rejected {rejection=not_allowed, client_id=D1} [WS] Refused: Empty task content",
                "DEBUG ws message_dropped {client_id=D1, session_id=s1} [WS] Dropped command_results from D1: no such round"
                        + " runs on this device");
    }

    @Test
    void aSlowReader() {
        log.slowReader("D1", 1_048_577);
        log.slowReader(null, 7);

        assertLines(
                "WARN ws slow_reader {client_id=D1} [WS] Closing a slow reader: D1 (1048577 bytes waiting)",
                "WARN ws slow_reader {} [WS] Closing a slow reader: not registered (7 bytes waiting)");
    }

    @Test
    void aStreamOfEventsThatNobodyReads() {
        log.streamStalled(Duration.ofSeconds(60));

        assertLines(
                "WARN http slow_reader {} [HTTP] Closing a stream of events: nothing could be written to its reader for"
                        + " 60 s");
    }

    private static SessionInfo session(SessionState state, String error, CancelReason reason) {
        boolean created = state == SessionState.CREATED;
        return new SessionInfo(
                "s1",
                "t1",
                "Open Notepad",
                "D1",
                "run@D1",
                state,
                TIME,
                created ? null : TIME,
                state.ended() ? TIME.plusMillis(2_500) : null,
                0,
                false,
                error,
                reason);
    }

    /** A session all of whose texts are that one. */
    private static SessionInfo sessionOf(String text, SessionState state) {
        return new SessionInfo(text, text, text, text, null, state, TIME, null, null, 0, false, text, null);
    }

    /** {@code LEVEL package function {fields} message} of each line. */
    private void assertLines(String... expected) {
        assertThat(lines.list.stream().map(EventLogTest::describe)).containsExactly(expected);
    }

    private static String describe(ILoggingEvent event) {
        String function = String.valueOf(event.getKeyValuePairs().get(0).value);
        assertThat(event.getKeyValuePairs().get(0).key).isEqualTo("function");
        String fields = event.getKeyValuePairs().stream()
                .skip(1)
                .map(pair -> pair.key + "=" + pair.value)
                .collect(Collectors.joining(", ", "{", "}"));
        String logger = event.getLoggerName();
        return event.getLevel() + " " + logger.substring(logger.lastIndexOf('.') + 1) + " " + function + " " + fields
                + " " + event.getFormattedMessage();
    }

    private static Runnable restoreLater(Logger logger) {
        Level level = logger.getLevel();
        boolean additive = logger.isAdditive();
        return () -> {
            logger.setLevel(level);
            logger.setAdditive(additive);
        };
    }
}
