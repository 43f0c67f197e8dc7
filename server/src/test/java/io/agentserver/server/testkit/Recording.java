package io.agentserver.server.testkit;

import io.agentserver.protocol.ClientMessageType;
import io.agentserver.server.ClientInfo;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.SessionState;
import io.agentserver.server.hub.Rejection;
import io.agentserver.server.hub.ServerObserver;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Remembers what was observed. */
public final class Recording implements ServerObserver {

    private final Queue<SessionInfo> sessions = new ConcurrentLinkedQueue<>();
    private final Queue<String> rejections = new ConcurrentLinkedQueue<>();
    private final Queue<String> drops = new ConcurrentLinkedQueue<>();
    private final Queue<DisconnectReason> disconnections = new ConcurrentLinkedQueue<>();
    private final Queue<String> notKept = new ConcurrentLinkedQueue<>();
    private final AtomicInteger slowReaders = new AtomicInteger();
    private final Queue<Duration> stalledStreams = new ConcurrentLinkedQueue<>();

    /** The states a session went through. */
    public List<SessionState> states(String sessionId) {
        return sessions.stream()
                .filter(session -> session.sessionId().equals(sessionId))
                .map(SessionInfo::state)
                .toList();
    }

    /** Every change of every session, in order. */
    public List<SessionInfo> all() {
        return List.copyOf(sessions);
    }

    /** Every end of a session. */
    public List<SessionInfo> endings() {
        return sessions.stream().filter(session -> session.state().ended()).toList();
    }

    public List<String> rejections() {
        return List.copyOf(rejections);
    }

    public List<String> drops() {
        return List.copyOf(drops);
    }

    /** Why clients are gone, in order. */
    public List<DisconnectReason> disconnections() {
        return List.copyOf(disconnections);
    }

    public int slowReaders() {
        return slowReaders.get();
    }

    /** How long nothing could be written to each stream that was ended for it. */
    public List<Duration> stalledStreams() {
        return List.copyOf(stalledStreams);
    }

    @Override
    public void streamStalled(Duration silence) {
        stalledStreams.add(silence);
    }

    @Override
    public void clientDisconnected(ClientInfo client, DisconnectReason reason) {
        disconnections.add(reason);
    }

    @Override
    public void slowReader(@Nullable String clientId, long waitingBytes) {
        slowReaders.incrementAndGet();
    }

    /** The sessions whose results could not be kept. */
    public List<String> notKept() {
        return List.copyOf(notKept);
    }

    @Override
    public void resultNotKept(SessionInfo session, Throwable error) {
        notKept.add(session.sessionId());
    }

    @Override
    public void sessionChanged(SessionInfo session, @Nullable Throwable cause) {
        sessions.add(session);
    }

    @Override
    public void rejected(Rejection rejection, @Nullable String clientId, String text) {
        rejections.add(text);
    }

    @Override
    public void messageDropped(ClientMessageType type, String clientId, @Nullable String sessionId, String why) {
        drops.add(type.wire());
    }
}
