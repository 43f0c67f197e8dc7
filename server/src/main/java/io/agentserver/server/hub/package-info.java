/**
 * Who is connected: the registry, the identity pinned at registration, and the checks that every message passes before
 * anybody acts on it (contract 1.7, 3.1 to 3.7, 3.16).
 */
@NullMarked
package io.agentserver.server.hub;

import org.jspecify.annotations.NullMarked;
