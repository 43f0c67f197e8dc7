package io.agentserver.server.http;

import org.jspecify.annotations.Nullable;

/**
 * What a body asks to dispatch, all of it checked.
 *
 * @param taskName null for a new one
 */
record DispatchRequest(
        String clientId, String request, @Nullable String taskName) {}
