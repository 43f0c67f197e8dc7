package io.agentserver.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.engine.DelegateEngine;
import io.agentserver.server.testkit.HubKit;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The connections of one hub, each without a socket, and frames to send on them. In virtual time. After each test it ends them and
 * sees to it that they leave nothing behind.
 */
final class Wires implements AfterEachCallback {

    static final String HEARTBEAT = "{\"type\":\"heartbeat\",\"status\":\"ok\"}";
    /** How many bytes a message may have. */
    static final int LIMIT = 40_000;

    private final HubKit kit = new HubKit(
            AgentServerConfig.defaults()
                    .withLimits(limits -> limits.withMessageBytes(LIMIT).withOutboxBytes(10_000)),
            new DelegateEngine());
    private final InflightBudget budget = new InflightBudget(1_000_000);
    private final List<Wire> all = new ArrayList<>();

    HubKit kit() {
        return kit;
    }

    InflightBudget budget() {
        return budget;
    }

    Wire open() {
        Wire wire = new Wire(kit, budget);
        all.add(wire);
        return wire;
    }

    Wire registered(String id) {
        Wire wire = open();
        wire.register(id);
        assertThat(wire.types()).containsExactly("heartbeat");
        return wire;
    }

    void settle() {
        all.forEach(Wire::settle);
    }

    /** Lets time pass, and has the sweep look at that connection. */
    void later(Wire wire, double seconds) {
        kit.advance(Duration.ofMillis(Math.round(seconds * 1_000)));
        settle();
        wire.sweep();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        all.forEach(Wire::drop);
        all.forEach(Wire::finish);
        assertThat(kit.registry().size()).isZero();
        assertThat(budget.usedBytes()).isZero();
    }

    static RawJson error(String text) {
        return RawJson.of("{\"type\":\"error\",\"status\":\"error\",\"error\":\"" + text + "\"}");
    }

    /** A heartbeat of that many bytes. */
    static String padded(int length) {
        return HEARTBEAT + " ".repeat(length - HEARTBEAT.length());
    }

    static WebSocketFrame fragment(String text, boolean last) {
        return new TextWebSocketFrame(last, 0, text);
    }

    static WebSocketFrame next(String text, boolean last) {
        return new ContinuationWebSocketFrame(last, 0, text);
    }
}
