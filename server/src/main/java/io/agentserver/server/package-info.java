/**
 * The whole embedding API: {@link io.agentserver.server.AgentServer} starts a hub, {@link
 * io.agentserver.server.RunningAgentServer} watches and stops it, and the rest are the immutable values they hand out.
 */
@NullMarked
package io.agentserver.server;

import org.jspecify.annotations.NullMarked;
