package io.agentserver.server.state;

import io.agentserver.server.StateSnapshot;

/** A snapshot, and the list of clients it was made from. The list is the same object as long as no client comes or goes. */
public record View(ClientList clients, StateSnapshot snapshot) {}
