package io.agentserver.server.hub;

import io.agentserver.protocol.ClientType;
import io.agentserver.server.ClientInfo;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/** A client whose registration was confirmed: who it is, and the one connection it is reached by. */
public final class RegisteredClient {

    private static final AtomicIntegerFieldUpdater<RegisteredClient> GONE =
            AtomicIntegerFieldUpdater.newUpdater(RegisteredClient.class, "gone");

    private final ClientInfo info;
    private final ClientChannel channel;
    private final long sequence;
    private volatile int gone;

    RegisteredClient(ClientInfo info, ClientChannel channel, long sequence) {
        this.info = info;
        this.channel = channel;
        this.sequence = sequence;
    }

    public ClientInfo info() {
        return info;
    }

    public String id() {
        return info.clientId();
    }

    public boolean isDevice() {
        return info.type() == ClientType.DEVICE;
    }

    public ClientChannel channel() {
        return channel;
    }

    /** Grows with every registration: the order in which clients are listed. */
    public long sequence() {
        return sequence;
    }

    /** Whether the disconnect procedure has begun; once true it stays true. */
    public boolean gone() {
        return gone != 0;
    }

    /** True for the one caller that is to run the disconnect procedure. */
    boolean markGone() {
        return GONE.compareAndSet(this, 0, 1);
    }
}
