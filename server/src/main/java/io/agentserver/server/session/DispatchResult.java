package io.agentserver.server.session;

/** What became of a request to dispatch a task (contract 4.4). */
public sealed interface DispatchResult {

    /** The task is on its way to the device. */
    record Dispatched(String sessionId, String taskName) implements DispatchResult {}

    /** No such client is connected. */
    record NotOnline() implements DispatchResult {}

    /** The client is a constellation. */
    record NotADevice() implements DispatchResult {}

    /** The device, or the server, runs as many sessions as it may. */
    record TooManySessions(String text, boolean onThisDevice) implements DispatchResult {}

    /** The server is shutting down. */
    record Draining() implements DispatchResult {}
}
