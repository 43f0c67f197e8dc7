package io.agentserver.server.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 30s}, {@code 15m}, {@code 1h}, {@code 7d}, or bare seconds. */
final class DurationText {

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)?");
    private static final Duration LONGEST = Duration.ofDays(365);

    private DurationText() {}

    /** Reads a duration; empty when the text is none, or one of more than a year. */
    static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        long count = Long.parseLong(matcher.group(1));
        Duration value = switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofSeconds(count);
        };
        return value.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(value);
    }

    /** Writes a duration in hours where they are whole, else in seconds, else in milliseconds. */
    static String print(Duration value) {
        long millis = value.toMillis();
        if (millis > 0 && millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }
}
