package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.engine.SessionOutcome;
import io.agentserver.server.testkit.EventStream;
import io.agentserver.server.testkit.EventStream.Event;
import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** {@code GET /api/events}: what a subscriber hears, what it can resume, and that no subscriber is a burden to others. */
@Timeout(120)
class EventsIT {

    /** As many as the server serves at once. */
    private static final int MOST_STREAMS = 256;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(
                UnaryOperator.identity(), session -> Mono.just(SessionOutcome.completed(RawJson.of("1"))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @DisplayName("tells of clients and sessions with rising ids, and of the counts")
    void tellsWhatHappens() throws IOException {
        try (EventStream events = EventStream.open(server.address())) {
            assertThat(events.status()).isEqualTo(200);
            assertThat(events.head()).anyMatch(line -> line.equalsIgnoreCase("content-type: text/event-stream"));
            assertThat(events.next("snapshot").json().path("connected_clients").asInt())
                    .isZero();

            WireClient device = server.device("D1");
            Event came = events.next("client");
            assertThat(came.json().path("change").asString()).isEqualTo("registered");
            assertThat(came.json().path("client_id").asString()).isEqualTo("D1");
            assertThat(came.json().path("type").asString()).isEqualTo("device");
            assertThat(came.json().path("platform").asString()).isEqualTo("linux");
            assertThat(came.json().path("connected_at").isNumber()).isTrue();
            Event counted = events.next("snapshot");
            assertThat(counted.id()).as("a snapshot is not resumed from").isNull();
            assertThat(counted.json().path("connected_clients").asInt()).isEqualTo(1);
            assertThat(counted.json().path("clients_by_type").path("device").asInt())
                    .isEqualTo(1);

            task(device, "s1");
            List<Event> states = new ArrayList<>();
            do {
                states.add(events.next("session"));
            } while (!states.get(states.size() - 1)
                    .json()
                    .path("state")
                    .asString()
                    .equals("completed"));
            assertThat(states)
                    .allMatch(e -> e.json().path("session_id").asString().equals("s1"));
            assertThat(states.get(0).json().path("state").asString()).isEqualTo("created");

            device.leave();
            Event left = events.next("client");
            assertThat(left.json().path("change").asString()).isEqualTo("disconnected");
            assertThat(left.json().path("reason").asString()).isEqualTo("closed");
            List<Long> ids = new ArrayList<>(List.of(id(came)));
            states.forEach(state -> ids.add(id(state)));
            ids.add(id(left));
            assertThat(ids).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    @DisplayName("resumes after Last-Event-ID with exactly what was missed")
    void resumes() throws IOException {
        Event first;
        try (EventStream events = EventStream.open(server.address());
                WireClient d1 = server.device("D1")) {
            first = events.next("client");
            d1.heartbeat();
        }
        Eventually.that("D1 is gone", () -> !server.knows("D1"));
        server.device("D2").close();
        Eventually.that("D2 is gone", () -> !server.knows("D2"));

        try (EventStream again = EventStream.open(server.address(), "Last-Event-ID: " + first.id())) {
            List<String> heard = new ArrayList<>();
            for (long id = id(first) + 1; id <= id(first) + 3; id++) {
                Event event = again.next("client");
                assertThat(event.id()).isEqualTo(id);
                assertThat(event.comment()).as("nothing was missed").isEmpty();
                heard.add(event.json().path("client_id").asString() + " "
                        + event.json().path("change").asString());
            }
            assertThat(heard).containsExactly("D1 disconnected", "D2 registered", "D2 disconnected");
        }
    }

    @Test
    @DisplayName("a silent stream gets a comment, so that proxies keep it")
    void sendsHeartbeats() throws IOException {
        try (EventStream events = EventStream.open(server.address())) {
            Event event = Objects.requireNonNull(events.next());
            while (event.name().equals("snapshot")) {
                event = Objects.requireNonNull(events.next());
            }
            assertThat(event).isEqualTo(new Event(null, "", "still here", null));
        }
    }

    @Test
    @DisplayName("a subscriber that does not read holds up neither others nor the hub, and is told what it missed")
    void isNotHeldUpByASlowSubscriber() throws Exception {
        try (EventStream slow = EventStream.openWithReceiveBuffer(server.address(), 4_096);
                EventStream quick = EventStream.open(server.address());
                // Long ids make long events, which fill the sockets' buffers sooner.
                WireClient device = server.device("D".repeat(1_000))) {
            List<Event> all = new ArrayList<>();
            for (int i = 1; i <= 3_000; i++) {
                task(device, "s" + i);
                if (i % 500 == 0) {
                    // Fewer events than the journal holds, so the quick one misses none however slow the machine is.
                    all.addAll(eventsUntilSessionEnds(quick, "s" + i));
                }
            }

            assertThat(all).as("more than the journal holds").hasSizeGreaterThan(8_000);
            for (int i = 1; i < all.size(); i++) {
                assertThat(id(all.get(i))).isEqualTo(id(all.get(i - 1)) + 1);
            }

            long missed = 0;
            long before = 0;
            for (Event event : eventsUntilSessionEnds(slow, "s3000")) {
                long gap = event.comment().isEmpty()
                        ? 0
                        : Long.parseLong(event.comment().split(" ")[0]);
                if (before > 0) {
                    assertThat(id(event)).isEqualTo(before + gap + 1);
                }
                before = id(event);
                missed += gap;
            }
            assertThat(missed).as("more than the journal and the sockets hold").isPositive();
        }
    }

    @Test
    @DisplayName("the 257th stream is refused with 503, and welcome once another has ended")
    void boundsTheStreams() throws IOException {
        List<EventStream> open = new ArrayList<>();
        try {
            for (int i = 0; i < MOST_STREAMS; i++) {
                open.add(EventStream.open(server.address()));
            }
            assertThat(open).allMatch(stream -> stream.status() == 200);
            try (EventStream refused = EventStream.open(server.address())) {
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.head()).anyMatch(line -> line.equalsIgnoreCase("retry-after: 5"));
            }
            assertThat(server.get("/api/health").status()).isEqualTo(200);

            open.remove(0).close();
            Eventually.that("a place is free", () -> {
                try (EventStream next = EventStream.open(server.address())) {
                    return next.status() == 200;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } finally {
            for (EventStream stream : open) {
                stream.close();
            }
        }
    }

    @Test
    @DisplayName("a stop tells of the good-byes, then ends the stream")
    void endsWithTheServer() throws Exception {
        try (EventStream events = EventStream.open(server.address());
                WireClient device = server.device("D1")) {
            events.next("client");
            CompletableFuture<Void> stopped = server.hub().stop().toFuture();
            device.expectClose(1001);

            assertThat(events.next("client").json().path("change").asString()).isEqualTo("disconnected");
            for (Event event = events.next(); event != null; event = events.next()) {
                assertThat(event.name()).isNotEqualTo("client");
            }
            stopped.get(30, TimeUnit.SECONDS);
        }
    }

    /** Everything with an id up to the end of that session. */
    private static List<Event> eventsUntilSessionEnds(EventStream stream, String sessionId) {
        List<Event> heard = new ArrayList<>();
        try {
            for (Event event = stream.next(); event != null; event = stream.next()) {
                if (event.id() == null) {
                    continue;
                }
                heard.add(event);
                if (event.name().equals("session")
                        && event.json().path("session_id").asString().equals(sessionId)
                        && event.json().path("state").asString().equals("completed")) {
                    return heard;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("the stream ended before session " + sessionId);
    }

    private static long id(Event event) {
        return Objects.requireNonNull(event.id(), event::toString);
    }

    private static void task(WireClient device, String sessionId) {
        device.send("{'type':'task','status':'continue','session_id':'" + sessionId + "','request':'work'}")
                .expect("{'type':'heartbeat','session_id':'" + sessionId + "'}");
        device.expect("{'type':'task_end','session_id':'" + sessionId + "'}");
    }
}
