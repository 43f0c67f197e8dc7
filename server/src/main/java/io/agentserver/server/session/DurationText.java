package io.agentserver.server.session;

import java.time.Duration;

/** Durations as error texts name them: {@code 300 s}, {@code 250 ms}. */
final class DurationText {

    private DurationText() {}

    static String of(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
