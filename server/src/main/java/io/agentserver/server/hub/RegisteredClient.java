package io.agentserver.server.hub;

import io.agentserver.protocol.ClientType;
import io.agentserver.server.ClientInfo;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/** A client whose registration was confirmed: who it is, and the one connection it is reached by. */
public final class RegisteredClient {

    private static final AtomicIntegerFieldUpdater<RegisteredClient> STAGE =
            AtomicIntegerFieldUpdater.newUpdater(RegisteredClient.class, "stage");

    /** Has its id, but its confirmation may not be queued yet. */
    private static final int ENTERING = 0;

    private static final int PRESENT = 1;
    private static final int GONE = 2;

    private final ClientInfo info;
    private final ClientChannel channel;
    private final long sequence;
    private volatile int stage = ENTERING;

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
        return stage == GONE;
    }

    /** Whether others may send to it: not before its confirmation is queued (contract 1.7). */
    boolean entered() {
        return stage != ENTERING;
    }

    /** Its confirmation is queued. */
    void enter() {
        STAGE.compareAndSet(this, ENTERING, PRESENT);
    }

    /** True for the one caller that is to run the disconnect procedure. */
    boolean markGone() {
        return STAGE.getAndSet(this, GONE) != GONE;
    }
}
