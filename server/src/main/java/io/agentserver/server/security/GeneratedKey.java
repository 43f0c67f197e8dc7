package io.agentserver.server.security;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes the key of a server that was given none: 32 random bytes, written in URL-safe base64 (contract 6.6). */
public final class GeneratedKey {

    private static final int BYTES = 32;

    private GeneratedKey() {}

    public static String create() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
