package io.agentserver.protocol.client;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls a listener in such a way that its bugs stay its own. */
final class Notice {

    private static final Logger log = LoggerFactory.getLogger(ClientListener.class);

    private Notice() {}

    static void of(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log.error("A ClientListener failed; the client goes on without it", e);
        }
    }
}
