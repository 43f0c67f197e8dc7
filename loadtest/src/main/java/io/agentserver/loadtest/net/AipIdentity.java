package io.agentserver.loadtest.net;

import org.jspecify.annotations.Nullable;

/**
 * Who registers.
 *
 * @param clientId its id
 * @param constellation whether it is one, else a device
 * @param targetId the device a constellation works with, or null
 */
public record AipIdentity(
        String clientId, boolean constellation, @Nullable String targetId) {

    /** A device of that id. */
    public static AipIdentity device(String clientId) {
        return new AipIdentity(clientId, false, null);
    }
}
