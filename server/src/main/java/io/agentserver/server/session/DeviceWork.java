package io.agentserver.server.session;

import io.agentserver.server.hub.RegisteredClient;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one connected device has to do: its sessions, the commands on it, the dispatches it has not begun. Its monitor is
 * the lock of all of them; every method but {@link #device()} is called with it held.
 */
final class DeviceWork {

    /** Makes the queues of a device, which need to know whom to tell about deadlines. */
    interface Queues {
        CommandQueue commands(DeviceWork work);

        DispatchQueue dispatches(DeviceWork work);
    }

    private final RegisteredClient device;
    private final CommandQueue commands;
    private final DispatchQueue dispatches;
    private final Set<Session> sessions = new LinkedHashSet<>(2);
    private boolean closed;

    DeviceWork(RegisteredClient device, Queues queues) {
        this.device = device;
        this.commands = queues.commands(this);
        this.dispatches = queues.dispatches(this);
    }

    RegisteredClient device() {
        return device;
    }

    CommandQueue commands() {
        return commands;
    }

    DispatchQueue dispatches() {
        return dispatches;
    }

    int sessionCount() {
        return sessions.size();
    }

    void add(Session session) {
        sessions.add(session);
    }

    /** Whether the device is gone, so that nothing may be added any more. */
    boolean closed() {
        return closed;
    }

    /** Lets go of a session that has ended. */
    void remove(Session session) {
        sessions.remove(session);
        dispatches.remove(session);
        commands.abandonAll(session);
    }

    /** Tells the dispatches whether their device has something to do; called after every change to the commands. */
    void commandsChanged() {
        dispatches.deviceBusy(!commands.idle());
    }

    /** The device is gone; returns the sessions that must be cancelled. */
    List<Session> close() {
        closed = true;
        commands.clear();
        return List.copyOf(sessions);
    }
}
