package io.agentserver.server.hub;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes instants as {@code 2026-01-01T10:15:00.123456+00:00} (contract 2.1). Cheap: the second is formatted once. */
public final class IsoTimestamp {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);

    private record Second(long epochSecond, String text) {}

    /** Replaced as a whole by whoever needs a newer one. */
    private static volatile Second last = new Second(0, SECONDS.format(Instant.EPOCH));

    private IsoTimestamp() {}

    public static String of(Instant instant) {
        Second second = last;
        if (second.epochSecond != instant.getEpochSecond()) {
            second = new Second(instant.getEpochSecond(), SECONDS.format(instant));
            last = second;
        }
        int micros = instant.getNano() / 1_000;
        StringBuilder out = new StringBuilder(32).append(second.text);
        for (int unit = 100_000; unit > 0; unit /= 10) {
            out.append((char) ('0' + micros / unit % 10));
        }
        return out.append("+00:00").toString();
    }
}
