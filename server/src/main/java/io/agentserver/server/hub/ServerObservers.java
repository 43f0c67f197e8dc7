package io.agentserver.server.hub;

import io.agentserver.protocol.ClientMessageType;
import io.agentserver.protocol.ServerMessageType;
import io.agentserver.server.ClientInfo;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.SessionInfo;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells several observers, in order. One that throws is logged and does not keep the others from being told. */
public final class ServerObservers implements ServerObserver {

    private static final Logger LOG = LoggerFactory.getLogger(ServerObservers.class);

    private final ServerObserver[] observers;

    public ServerObservers(List<ServerObserver> observers) {
        this.observers = observers.toArray(new ServerObserver[0]);
    }

    @Override
    public void clientRegistered(ClientInfo client) {
        tell(observer -> observer.clientRegistered(client));
    }

    @Override
    public void clientDisconnected(ClientInfo client, DisconnectReason reason) {
        tell(observer -> observer.clientDisconnected(client, reason));
    }

    @Override
    public void clientRemoved(ClientInfo client) {
        tell(observer -> observer.clientRemoved(client));
    }

    @Override
    public void taskRequested(ClientInfo constellation, String deviceId) {
        tell(observer -> observer.taskRequested(constellation, deviceId));
    }

    @Override
    public void sessionChanged(SessionInfo session, @Nullable Throwable cause) {
        tell(observer -> observer.sessionChanged(session, cause));
    }

    @Override
    public void resultUndelivered(SessionInfo session, String error) {
        tell(observer -> observer.resultUndelivered(session, error));
    }

    @Override
    public void resultNotKept(SessionInfo session, Throwable error) {
        tell(observer -> observer.resultNotKept(session, error));
    }

    @Override
    public void rejected(Rejection rejection, @Nullable String clientId, String text) {
        tell(observer -> observer.rejected(rejection, clientId, text));
    }

    @Override
    public void slowReader(@Nullable String clientId, long waitingBytes) {
        tell(observer -> observer.slowReader(clientId, waitingBytes));
    }

    @Override
    public void streamStalled(Duration silence) {
        tell(observer -> observer.streamStalled(silence));
    }

    @Override
    public void messageDropped(ClientMessageType type, String clientId, @Nullable String sessionId, String why) {
        tell(observer -> observer.messageDropped(type, clientId, sessionId, why));
    }

    // Those that are called for every message and request allocate nothing.

    @Override
    public void requestAnswered(@Nullable String endpoint, String method, int status, long nanos) {
        for (ServerObserver observer : observers) {
            try {
                observer.requestAnswered(endpoint, method, status, nanos);
            } catch (RuntimeException e) {
                failed(observer, e);
            }
        }
    }

    @Override
    public void messageReceived(ClientMessageType type, int bytes) {
        for (ServerObserver observer : observers) {
            try {
                observer.messageReceived(type, bytes);
            } catch (RuntimeException e) {
                failed(observer, e);
            }
        }
    }

    @Override
    public void messageSent(ServerMessageType type, int bytes) {
        for (ServerObserver observer : observers) {
            try {
                observer.messageSent(type, bytes);
            } catch (RuntimeException e) {
                failed(observer, e);
            }
        }
    }

    private void tell(Consumer<ServerObserver> what) {
        for (ServerObserver observer : observers) {
            try {
                what.accept(observer);
            } catch (RuntimeException e) {
                failed(observer, e);
            }
        }
    }

    private static void failed(ServerObserver observer, RuntimeException e) {
        LOG.error(
                "Observer {} failed; traffic goes on without it",
                observer.getClass().getName(),
                e);
    }
}
