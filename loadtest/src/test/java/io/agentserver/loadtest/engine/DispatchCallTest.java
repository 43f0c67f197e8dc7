package io.agentserver.loadtest.engine;

import static io.agentserver.loadtest.Dsl.aip;
import static io.agentserver.loadtest.Dsl.constantUsersPerSec;
import static io.agentserver.loadtest.Dsl.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.Population;
import io.agentserver.loadtest.net.AipIdentity;
import io.agentserver.loadtest.net.AipLink;
import io.agentserver.protocol.AipCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Dispatches to one device that is always there, in a virtual time. */
final class DispatchCallTest {

    private static final long S = 1_000_000_000;
    private static final long TIMEOUT = 10 * S;

    private final VirtualTime time = new VirtualTime();
    private final List<DispatchCall> dispatches = new ArrayList<>();
    private final List<Call> abandoned = new ArrayList<>();
    private final Shard shard;
    private final Peer device;

    DispatchCallTest() {
        Population population = scenario("s")
                .exec(aip("d").dispatch("x"))
                .injectOpen(constantUsersPerSec(0.2).during(10));
        Program program = new Program();
        Node first = program.compile(population.steps());
        Wire wire = new Wire() {
            @Override
            public void start(Call call) {
                begin(call);
            }

            @Override
            public void userEnded(User user) {
                // It had nothing to close.
            }
        };
        shard = new Shard(time, wire, new Window(0, 0, 20 * S), program.names(), TIMEOUT, 10, 1, fault -> {
            throw fault;
        });
        Peer.Keeper keeper = new Peer.Keeper() {
            @Override
            public void idle(Peer peer) {
                // Nobody else wants it.
            }

            @Override
            public void ended(Peer peer, String kind) {
                // Its dispatch hears of it.
            }
        };
        device = new Peer(AipIdentity.device("d"), Personality.PROMPT, shard, new FleetCounts(""), keeper);
        shard.begin(List.of(new Pacer(shard, "s", first, population.open().times(1), 0, 1)));
    }

    private void begin(Call call) {
        DispatchCall dispatch = new DispatchCall(call, shard.beginHttpPart(call), device, new byte[0]);
        dispatches.add(dispatch);
        dispatch.begin();
    }

    @SuppressWarnings("NullAway") // The device does not answer over it here.
    private static AipLink noLink() {
        return null;
    }

    private void taskEnds(String session) {
        byte[] json = ("{\"type\":\"task_end\",\"status\":\"completed\",\"session_id\":\"" + session + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        device.message(noLink(), AipCodec.create().decodeServer(json, 0, json.length), json, json.length);
    }

    private ShardTotals.Request totals() {
        return shard.totals().requests().get("d");
    }

    @Test
    void theEndOfAConstellationsSessionIsNotTheEndOfTheDispatch() {
        time.runUntil(S);
        dispatches.get(0).sending(abandoned::add);
        dispatches.get(0).answered(200, new byte[0]);

        taskEnds("run@t7");
        assertThat(totals().ok()).isZero();
        taskEnds("8b0c2f7e-5d0a-4c53-9d8c-3f4c5a1d2e3f");
        assertThat(totals().ok()).isEqualTo(1);
    }

    @Test
    void aLateFailureOfAnEndedDispatchLeavesTheNextOneAlone() {
        time.runUntil(S);
        dispatches.get(0).sending(abandoned::add);
        // The device has no connection in this test, so only its waiter goes.
        time.runUntil(TIMEOUT + S);
        assertThat(abandoned).hasSize(1);
        DispatchCall second = dispatches.get(1);
        assertThat(second.isOver()).isFalse();
        second.begin();

        dispatches.get(0).failed("connection_lost");
        device.ended(noLink(), "connection_lost");

        assertThat(second.isOver()).isTrue();
        assertThat(totals().errors()).isEqualTo(Map.of("timeout", 1L, "connection_lost", 1L));
    }
}
