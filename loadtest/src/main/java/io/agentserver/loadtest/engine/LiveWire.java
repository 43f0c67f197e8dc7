package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.Exchange;
import io.agentserver.loadtest.Expression;
import io.agentserver.loadtest.net.AipDialer;
import io.agentserver.loadtest.net.AipIdentity;
import io.agentserver.loadtest.net.HttpLink;
import io.agentserver.loadtest.net.Transport;
import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Sends the calls of one shard to the server. Confined to the shard's thread. */
final class LiveWire implements Wire, Peer.Keeper {

    private final Transport transport;
    private final EventLoop loop;
    private final RunPlan plan;
    private final int number;
    private final HttpBytes httpBytes;
    private final Set<Peer> ownConnections = new HashSet<>();
    private @Nullable Parts parts;
    private long taskNumber;
    private boolean closing;

    /** What needs the shard, which needs the wire. */
    private record Parts(
            Shard shard, HttpPool http, AipDialer dialer, FleetCounts counts, Fleet devices, Fleet constellations) {}

    LiveWire(Transport transport, EventLoop loop, RunPlan plan, int number) {
        this.transport = transport;
        this.loop = loop;
        this.plan = plan;
        this.number = number;
        this.httpBytes = new HttpBytes(transport.target());
    }

    /** Completes it. */
    void serve(Shard shard, int mostHttpConnections) {
        AipDialer dialer = new AipDialer(transport, loop);
        FleetCounts counts = new FleetCounts(plan.runId() + "-" + number + "-");
        parts = new Parts(
                shard,
                new HttpPool(owner -> HttpLink.open(transport, loop, owner), shard, mostHttpConnections),
                dialer,
                counts,
                new Fleet(dialer, shard, counts),
                new Fleet(dialer, shard, counts));
    }

    private Parts parts() {
        if (parts == null) {
            throw new IllegalStateException("serve comes first");
        }
        return parts;
    }

    Fleet devices() {
        return parts().devices();
    }

    Fleet constellations() {
        return parts().constellations();
    }

    FleetCounts counts() {
        return parts().counts();
    }

    @Override
    public void start(Call call) {
        Exchange exchange = call.request().exchange();
        switch (exchange.kind()) {
            case HTTP -> http(call, (Exchange.Http) exchange);
            case CONNECT -> connect(call, (Exchange.Connect) exchange);
            case DISCONNECT -> disconnect(call);
            case HEARTBEAT -> onPeer(call, parts().devices(), (peer, same) -> peer.heartbeat(same));
            case DEVICE_INFO ->
                onPeer(
                        call,
                        parts().constellations(),
                        (peer, same) -> peer.deviceInfo(
                                same, "device_info_" + parts().counts().nextRequestId()));
            case TASK -> task(call, ((Exchange.Task) exchange).request().resolve(call.session()));
            case DISPATCH ->
                dispatch(call, ((Exchange.Dispatch) exchange).request().resolve(call.session()));
        }
    }

    private void http(Call call, Exchange.Http exchange) {
        parts().http().submit(new HttpCall(call, httpBytes.of(exchange, call.session()), exchange.method()));
    }

    private void connect(Call call, Exchange.Connect exchange) {
        Expression target = exchange.targetId();
        AipIdentity identity = new AipIdentity(
                exchange.clientId().resolve(call.session()),
                exchange.constellation(),
                target == null ? null : target.resolve(call.session()));
        Peer before = call.user().connection();
        if (before != null) {
            before.close();
        }
        Peer peer = new Peer(identity, Personality.PROMPT, parts().shard(), parts().counts(), this);
        ownConnections.add(peer);
        call.user().connection(peer);
        peer.connect(parts().dialer(), call);
    }

    private static void disconnect(Call call) {
        Peer own = call.user().connection();
        call.user().connection(null);
        call.sent();
        if (own != null) {
            own.close();
        }
        call.answered(Shard.nothing());
    }

    private void task(Call call, String request) {
        onPeer(call, parts().constellations(), (peer, same) -> {
            // Names as Galaxy makes them (contract 1.6).
            String run = plan.runId() + "_" + number;
            String task = "t" + taskNumber++;
            peer.task(same, run + "@" + task, "galaxy/" + run + "/" + task, request);
        });
    }

    private void dispatch(Call call, String request) {
        Shard shard = parts().shard();
        Call http = shard.beginHttpPart(call);
        parts().devices()
                .borrow(
                        new Borrow(call, (peer, same) -> {
                            String taskName = plan.runId() + "_" + number + "_" + taskNumber++;
                            byte[] bytes = httpBytes.dispatch(peer.identity().clientId(), request, taskName);
                            DispatchCall dispatch = new DispatchCall(call, http, peer, bytes);
                            dispatch.begin();
                            parts().http().submit(dispatch);
                        }) {
                            @Override
                            public void notConnected() {
                                http.failed(Errors.NOT_CONNECTED);
                                super.notConnected();
                            }

                            @Override
                            public void refused() {
                                http.refused();
                                super.refused();
                            }
                        });
    }

    /** On the user's own connection when it has one, else on one of the fleet. */
    private void onPeer(Call call, Fleet fleet, BiConsumer<Peer, Call> action) {
        Peer own = call.user().connection();
        if (own == null) {
            fleet.borrow(new Borrow(call, action));
        } else if (own.isIdle()) {
            action.accept(own, call);
        } else {
            call.failed(Errors.NOT_CONNECTED);
        }
    }

    /** A call that waits for a peer. */
    private static class Borrow implements Fleet.Borrower {
        private final Call call;
        private final BiConsumer<Peer, Call> action;

        Borrow(Call call, BiConsumer<Peer, Call> action) {
            this.call = call;
            this.action = action;
        }

        @Override
        public boolean isOver() {
            return call.isEnded();
        }

        @Override
        public void lent(Peer peer) {
            action.accept(peer, call);
        }

        @Override
        public void notConnected() {
            call.failed(Errors.NOT_CONNECTED);
        }

        @Override
        public void refused() {
            call.refused();
        }
    }

    @Override
    public void userEnded(User user) {
        Peer own = user.connection();
        if (own != null && !plan.keepConnections()) {
            user.connection(null);
            own.close();
        }
    }

    @Override
    public void idle(Peer peer) {
        // It belongs to its user.
    }

    @Override
    public void ended(Peer peer, String kind) {
        ownConnections.remove(peer);
    }

    /** Closes everything. */
    void close() {
        if (!closing) {
            closing = true;
            parts().http().close();
            parts().constellations().close();
            parts().devices().close();
            Set.copyOf(ownConnections).forEach(Peer::close);
        }
    }
}
