package io.agentserver.protocol.client;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The clock as the wire has it: ISO 8601 in UTC with microseconds and offset (contract 2.1). */
final class Timestamps {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx");

    private Timestamps() {}

    static String now(Clock clock) {
        return FORMAT.format(clock.instant().atOffset(ZoneOffset.UTC));
    }
}
