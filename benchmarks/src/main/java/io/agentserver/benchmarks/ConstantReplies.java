package io.agentserver.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** What the bare servers answer: constants of about the size of the hub's answers, so that only its work differs. */
final class ConstantReplies {

    static final String HEALTH_PATH = "/api/health";
    static final String WEBSOCKET_PATH = "/ws";

    private static final String HEALTH = """
            {"status":"healthy","uptime_seconds":0,"connected_clients":0,"active_sessions":0,"online_clients":[],\
            "device_count":0,"constellation_count":0,"version":"0.1.0"}""";

    /** A registration confirmation and a heartbeat acknowledgement look like this (contract 2.9). */
    private static final String HEARTBEAT = """
            {"type":"heartbeat","status":"ok","user_request":null,"agent_name":null,"process_name":null,\
            "root_name":null,"actions":null,"messages":null,"error":null,"session_id":null,"task_name":null,\
            "timestamp":"2026-01-01T00:00:00.000000+00:00",\
            "response_id":"00000000-0000-4000-8000-000000000000","result":null}""";

    private ConstantReplies() {}

    /** The body of every health answer. */
    static ByteBuf health() {
        return unreleasable(HEALTH);
    }

    /** The text of every frame that answers a frame. */
    static ByteBuf heartbeat() {
        return unreleasable(HEARTBEAT);
    }

    /** Whoever sends it takes a {@code duplicate()}; releasing that does nothing, which is safe from any thread. */
    private static ByteBuf unreleasable(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuf direct = Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly();
        return Unpooled.unreleasableBuffer(direct);
    }
}
