/**
 * One WebSocket connection: what comes in, what goes out, whether it lives, and how it ends (contract 1.2 to 1.5, 3.4, 3.5).
 * A connection is confined to its event loop; whoever else wants something of it hops there.
 */
@NullMarked
package io.agentserver.server.ws;

import org.jspecify.annotations.NullMarked;
