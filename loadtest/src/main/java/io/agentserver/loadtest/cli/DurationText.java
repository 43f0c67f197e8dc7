package io.agentserver.loadtest.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 500ms}, {@code 30s}, {@code 1.5m}, {@code 2h}; a bare number is seconds. */
final class DurationText implements ITypeConverter<Duration> {

    private static final Pattern SHAPE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ms|s|m|min|h)?");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L);

    /** Several of them and the clock's own time must add up without an overflow. */
    private static final BigDecimal MOST_NANOS =
            BigDecimal.valueOf(Duration.ofHours(24_000).toNanos());

    @Override
    public Duration convert(String text) {
        Matcher matcher = SHAPE.matcher(text.strip());
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' (expected: a duration such as 500ms, 30s, 5m or 1h)");
        }
        long unit = MILLIS.getOrDefault(matcher.group(2) == null ? "s" : matcher.group(2), 1_000L);
        BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit * 1_000_000));
        if (nanos.compareTo(MOST_NANOS) > 0) {
            throw new TypeConversionException("'" + text + "' (expected: at most 24000h)");
        }
        return Duration.ofNanos(nanos.longValue());
    }
}
