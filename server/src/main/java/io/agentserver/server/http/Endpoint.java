package io.agentserver.server.http;

/** Answers one method on one path. Called on the event loop of the connection, so it never blocks. */
@FunctionalInterface
interface Endpoint {

    Answer answer(Call call);
}
