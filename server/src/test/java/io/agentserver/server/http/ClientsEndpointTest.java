package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.Json;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

/** Contract 4.3 and case 77. */
class ClientsEndpointTest {

    private final HubKit kit = new HubKit();
    private final ClientsEndpoint endpoint = new ClientsEndpoint(
            kit.snapshots(), Schedulers.immediate(), kit.timing().clock());

    @Test
    void listsClientsInTheOrderOfRegistration() {
        kit.device("D1");
        kit.constellation("run@D1", "D1");

        RawJson body = body("");

        assertThat(body.member("total")).hasToString("2");
        assertThat(body.member("online_clients")).hasToString("[\"D1\",\"run@D1\"]");
        assertThat(body.toString()).contains("\"client_id\":\"D1\",\"type\":\"device\",\"platform\":\"linux\"");
        assertThat(body.toString()).contains("\"client_id\":\"run@D1\",\"type\":\"constellation\"");
        assertThat(body.member("next_cursor")).isNull();
    }

    @Test
    void saysSinceWhenAndForHowLong() {
        Instant connectedAt = kit.device("D1").registered().info().connectedAt();
        Clock clock = Clock.fixed(connectedAt.plusMillis(61_900), ZoneOffset.UTC);
        ClientsEndpoint later = new ClientsEndpoint(kit.snapshots(), Schedulers.immediate(), clock);

        String text = Calls.text(later.answer(Calls.get()));

        assertThat(text).contains("\"connected_at\":" + connectedAt.getEpochSecond() + ".", "\"uptime_seconds\":61}");
    }

    @Test
    void encodesTheWholeListOnceWhileNothingChanges() {
        Clock clock = Clock.fixed(Instant.parse("2026-02-03T04:05:06Z"), ZoneOffset.UTC);
        ClientsEndpoint still = new ClientsEndpoint(kit.snapshots(), Schedulers.immediate(), clock);
        kit.device("D1");
        Reply first = Calls.settled(still.answer(Calls.get()));

        assertThat(Calls.settled(still.answer(Calls.get()))).isSameAs(first);
        kit.device("D2");
        assertThat(Calls.settled(still.answer(Calls.get()))).isNotSameAs(first);
    }

    @Test
    void keepsNobodyAliveWhoHasGone() {
        WeakReference<?> gone = cameAndWent();
        body("");
        body("");

        System.gc();

        assertThat(gone.get()).isNull();
    }

    /** Lists of before are not asked for any more. */
    private WeakReference<?> cameAndWent() {
        HubKit.Client client = kit.device("D1");
        body("");
        kit.device("D2");
        body("");
        kit.disconnect(client);
        return new WeakReference<>(client.registered());
    }

    @Test
    void encodesManyClientsAsideAndOnceForAllWhoWait() {
        Queue<Runnable> work = new ArrayDeque<>();
        Scheduler aside = Schedulers.fromExecutor(work::add);
        Clock clock = Clock.fixed(Instant.parse("2026-02-03T04:05:06Z"), ZoneOffset.UTC);
        ClientsEndpoint busy = new ClientsEndpoint(kit.snapshots(), aside, clock);
        int many = ClientsEndpoint.MANY;
        IntStream.range(0, many).forEach(i -> kit.device("D" + i));
        List<Reply> replies = new ArrayList<>();

        for (int i = 0; i < 3; i++) {
            ((Answer.Later) busy.answer(Calls.get())).reply().subscribe(replies::add);
        }
        assertThat(replies).as("nothing on the caller's thread").isEmpty();
        assertThat(work).hasSize(1);
        work.remove().run();

        assertThat(replies).hasSize(3).allMatch(reply -> reply == replies.get(0));
        assertThat(replies.get(0).body().lengthText())
                .isEqualTo(Integer.toString(Calls.text(replies.get(0)).getBytes(StandardCharsets.UTF_8).length));
        RawJson body = RawJson.of(Calls.text(replies.get(0)));
        assertThat(body.member("total")).hasToString(Integer.toString(many));
        JsonNode list = Json.parse(Calls.text(replies.get(0)));
        assertThat(list.path("clients")
                        .valueStream()
                        .map(c -> c.path("client_id").asString()))
                .containsExactlyElementsOf(
                        IntStream.range(0, many).mapToObj(i -> "D" + i).toList());
        assertThat(list.path("online_clients").size()).isEqualTo(many);
    }

    @Test
    void comersAndGoersAreMergedWithThoseKnown() {
        HubKit.Client first = kit.device("first");
        kit.device("z ✅ \"quoted\"");
        assertThat(ids()).containsExactly("first", "z ✅ \"quoted\"");

        kit.disconnect(first);
        kit.device("a");
        kit.device("first");

        assertThat(ids()).containsExactly("z ✅ \"quoted\"", "a", "first");
    }

    /** The same in both lists. */
    private List<String> ids() {
        Reply reply = Calls.settled(endpoint.answer(Calls.get()));
        JsonNode list = Json.parse(Calls.text(reply));
        List<String> ids = list.path("online_clients")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        assertThat(list.path("clients")
                        .valueStream()
                        .map(c -> c.path("client_id").asString()))
                .containsExactlyElementsOf(ids);
        assertThat(reply.body().lengthText())
                .isEqualTo(Integer.toString(Calls.text(reply).getBytes(StandardCharsets.UTF_8).length));
        return ids;
    }

    @Test
    void refusesWhenTooManyLongAnswersWaitAndTriesAgainForTheNext() {
        Scheduler gone = Schedulers.newSingle("gone");
        ClientsEndpoint busy =
                new ClientsEndpoint(kit.snapshots(), gone, kit.timing().clock());
        IntStream.range(0, ClientsEndpoint.MANY).forEach(i -> kit.device("D" + i));
        gone.dispose();

        for (int i = 0; i < 2; i++) {
            assertThat(Calls.status(busy.answer(Calls.get()))).isEqualTo(503);
            assertThat(Calls.status(busy.answer(Calls.get("", "type=device")))).isEqualTo(503);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "type=device, '[\"lab-1\",\"lab-2\",\"office-1\"]'",
        "type=constellation, '[\"run@lab-1\"]'",
        "platform=windows, '[\"office-1\",\"run@lab-1\"]'",
        "prefix=lab-, '[\"lab-1\",\"lab-2\"]'",
        "prefix=run%40, '[\"run@lab-1\"]'",
        "type=device&platform=linux&prefix=lab-2, '[\"lab-2\"]'",
        "prefix=none, []",
        "unknown=1, '[\"lab-1\",\"lab-2\",\"office-1\",\"run@lab-1\"]'",
    })
    void filters(String query, String ids) {
        fleet();

        assertThat(body(query).member("online_clients")).hasToString(ids);
    }

    @Test
    void pagesThroughWhatMatches() {
        fleet();

        RawJson first = body("type=device&limit=2");
        assertThat(first.member("online_clients")).hasToString("[\"lab-1\",\"lab-2\"]");
        assertThat(first.member("total")).hasToString("3");
        String cursor = Objects.requireNonNull(first.member("next_cursor")).stringValue();

        RawJson second = body("type=device&limit=2&cursor=" + cursor);
        assertThat(second.member("online_clients")).hasToString("[\"office-1\"]");
        assertThat(second.member("total")).hasToString("3");
        assertThat(second.member("next_cursor")).isNull();
    }

    @Test
    void goesOnBehindAClientThatHasGone() {
        HubKit.Client first = kit.device("a");
        kit.device("b");
        String cursor =
                Objects.requireNonNull(body("limit=1").member("next_cursor")).stringValue();
        kit.disconnect(first);

        assertThat(body("limit=1&cursor=" + cursor).member("online_clients")).hasToString("[\"b\"]");
    }

    @ParameterizedTest
    @CsvSource({
        "type=DEVICE, type: DEVICE (expected: device or constellation)",
        "limit=0, limit: 0 (expected: a whole number from 1)",
        "limit=x, limit: x (expected: a whole number from 1)",
        "limit=99999999999, limit: 99999999999 (expected: a whole number from 1)",
        "cursor=-!, cursor: -! (expected: the next_cursor of an earlier answer)",
        "prefix=%, Malformed percent-encoding in the query",
    })
    void saysWhatIsWrongWithAParameter(String query, String detail) {
        Answer answer = endpoint.answer(Calls.get("", query));

        assertThat(Calls.status(answer)).isEqualTo(400);
        assertThat(Calls.text(answer)).isEqualTo("{\"detail\":\"" + detail + "\"}");
    }

    private void fleet() {
        kit.device("lab-1");
        kit.device("lab-2");
        kit.device("office-1", "windows");
        kit.constellation("run@lab-1", "lab-1");
    }

    private RawJson body(String query) {
        return RawJson.of(Calls.text(endpoint.answer(Calls.get("", query))));
    }
}
