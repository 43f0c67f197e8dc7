package io.agentserver.server;

import org.jspecify.annotations.Nullable;

/** A hub that runs. */
public interface RunningAgentServer {

    /** The key made at start because none was configured and the mode needs one; null otherwise. */
    @Nullable
    String generatedApiKey();
}
