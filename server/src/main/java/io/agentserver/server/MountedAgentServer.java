package io.agentserver.server;

import java.util.function.Consumer;
import reactor.netty.http.server.HttpServerRoutes;

/**
 * A hub mounted on somebody's {@code HttpServer}, as {@link AgentServer#routes()} starts it: give it to {@code
 * HttpServer.route(..)}. It answers {@code /ws} and the paths below {@code /api}; others are left to the host. The host's
 * own settings apply to its connections; stop the hub before the host.
 */
public interface MountedAgentServer extends RunningAgentServer, Consumer<HttpServerRoutes> {}
