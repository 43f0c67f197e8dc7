package io.agentserver.protocol.client;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Version 4 UUIDs that need to be unique and nothing else. {@link UUID#randomUUID()} reads the system's random device,
 * which blocks an event loop.
 */
final class RandomIds {

    private RandomIds() {}

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
