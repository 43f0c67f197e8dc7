package io.agentserver.server.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long a simulated device takes over one command: any time between two, evenly. */
record ThinkTime(Duration least, Duration most) {

    static final String EXPECTED = "a duration such as 100ms, or two such as 50ms-200ms with the shorter one first";

    /** Reads one duration, or two with a hyphen between; empty when the text is neither. */
    static Optional<ThinkTime> parse(String text) {
        int hyphen = text.indexOf('-');
        Optional<Duration> least = DurationText.parse(hyphen < 0 ? text : text.substring(0, hyphen));
        Optional<Duration> most = DurationText.parse(text.substring(hyphen + 1));
        return least.flatMap(shorter ->
                most.filter(longer -> shorter.compareTo(longer) <= 0).map(longer -> new ThinkTime(shorter, longer)));
    }

    /** One such time. */
    Duration draw(RandomGenerator random) {
        return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis() + 1));
    }
}
