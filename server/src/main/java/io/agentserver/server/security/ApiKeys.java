package io.agentserver.server.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * The keys that open what is closed, kept as digests. Any thread. How long a comparison takes tells nothing about a key:
 * every key is compared, and only digests are, which all have one length.
 */
public final class ApiKeys {

    private final byte[][] digests;

    /** Those keys; with none, nothing is accepted. */
    public ApiKeys(List<String> keys) {
        this.digests = keys.stream()
                .map(key -> digest(key.getBytes(StandardCharsets.UTF_8)))
                .toArray(byte[][]::new);
    }

    /** Whether these bytes are one of the keys in UTF-8. */
    public boolean accepts(byte[] presented) {
        byte[] digest = digest(presented);
        boolean known = false;
        for (byte[] key : digests) {
            known |= MessageDigest.isEqual(key, digest);
        }
        return known;
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: not in this JVM (expected: in every one)", e);
        }
    }
}
