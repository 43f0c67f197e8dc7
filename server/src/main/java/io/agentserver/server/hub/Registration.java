package io.agentserver.server.hub;

/** What became of an attempt to register. */
public sealed interface Registration {

    /** The client is registered and its confirmation is queued. */
    record Confirmed(RegisteredClient client) implements Registration {}

    /** The client may not register; the error text is for it, the close code ends its connection. */
    record Refused(String text, CloseCode closeCode) implements Registration {}

    /** The id is held by another connection: probe it, then evict it or refuse (contract 3.4). */
    record Contested(RegisteredClient holder) implements Registration {}
}
