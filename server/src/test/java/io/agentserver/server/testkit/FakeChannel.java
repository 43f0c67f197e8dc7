package io.agentserver.server.testkit;

import io.agentserver.protocol.AipCodec;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.protocol.ServerMessageType;
import io.agentserver.server.hub.ClientChannel;
import io.agentserver.server.hub.CloseCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A connection that keeps what it is sent. */
public class FakeChannel implements ClientChannel {

    private final AipCodec codec = AipCodec.create();
    private final Queue<ServerMessage> sent = new ConcurrentLinkedQueue<>();
    private volatile @Nullable CloseCode closed;
    private volatile boolean alive = true;

    /** From now on pings stay unanswered. */
    public void die() {
        alive = false;
    }

    /** Takes everything sent since the last call. */
    public List<ServerMessage> take() {
        List<ServerMessage> taken = new ArrayList<>();
        for (ServerMessage message = sent.poll(); message != null; message = sent.poll()) {
            taken.add(message);
        }
        return taken;
    }

    /** Takes the one message sent since the last call. */
    public <M extends ServerMessage> M takeOne(Class<M> type) {
        List<ServerMessage> taken = take();
        if (taken.size() != 1) {
            throw new AssertionError("expected one " + type.getSimpleName() + ", got " + taken);
        }
        return type.cast(taken.get(0));
    }

    public @Nullable CloseCode closed() {
        return closed;
    }

    @Override
    public void send(ServerMessageType type, RawJson message) {
        byte[] bytes = message.toByteArray();
        sent.add(codec.decodeServer(bytes, 0, bytes.length));
    }

    @Override
    public void close(CloseCode code) {
        if (closed == null) {
            closed = code;
        }
    }

    @Override
    public Mono<Boolean> probe(Duration timeout) {
        return Mono.just(alive);
    }
}
