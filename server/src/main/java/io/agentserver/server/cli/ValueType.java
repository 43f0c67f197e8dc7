package io.agentserver.server.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What kind of value a key takes: how it is read from text, written back, and described to someone who got it wrong.
 *
 * @param name the kind as the documentation's table names it
 * @param expected what to write, ending the sentence "expected: …"
 * @param many whether the value is a list of texts; otherwise it is read from exactly one
 * @param parser reads the texts; empty when they are not what was expected
 * @param printer writes a value the way it could be read again
 */
record ValueType<T>(
        String name,
        String expected,
        boolean many,
        Function<List<String>, Optional<T>> parser,
        Function<T, String> printer) {

    /** Reads the texts of one value; empty when they are not what was {@link #expected()}. */
    Optional<T> parse(List<String> texts) {
        return parser.apply(texts);
    }

    /** Writes a value the way it could be read again. */
    String print(T value) {
        return printer.apply(value);
    }

    /** A text of one line that is not blank. */
    static ValueType<String> text() {
        return one("text", "a text of one line", ValueType::line, Function.identity());
    }

    /** Several texts. */
    static ValueType<List<String>> texts() {
        return new ValueType<>(
                "list",
                "a list of texts, none of them empty",
                true,
                texts -> texts.stream().allMatch(text -> line(text).isPresent())
                        ? Optional.of(List.copyOf(texts))
                        : Optional.empty(),
                texts -> "[" + String.join(", ", texts) + "]");
    }

    /** The path of a file; it need not exist. */
    static ValueType<Path> path() {
        return one("file", "the path of a file", ValueType::toPath, Path::toString);
    }

    /** The path of a folder; it need not exist. */
    static ValueType<Path> folder() {
        return one("folder", "the path of a folder", ValueType::toPath, Path::toString);
    }

    /** An integer between two bounds, both included. */
    static ValueType<Integer> integer(int low, int high) {
        return one(
                "integer",
                "an integer from " + low + " to " + high,
                text -> number(text, low, high).map(Long::intValue),
                String::valueOf);
    }

    /** A number of bytes between two bounds, both included, that fits an {@code int}. */
    static ValueType<Integer> bytes(int low, int high) {
        return one(
                "bytes",
                "a number of bytes from " + low + " to " + high,
                text -> number(text, low, high).map(Long::intValue),
                String::valueOf);
    }

    /** A number of bytes, at least one. */
    static ValueType<Long> longBytes() {
        return one(
                "bytes",
                "a number of bytes from 1 to " + Long.MAX_VALUE,
                text -> number(text, 1, Long.MAX_VALUE),
                String::valueOf);
    }

    /** A duration that is not zero. */
    static ValueType<Duration> duration() {
        return one(
                "duration",
                "a duration from 1ms to 365d such as 500ms, 30s, 15m, 1h or bare seconds",
                text -> DurationText.parse(text).filter(value -> !value.isZero()),
                DurationText::print);
    }

    /** A duration that may be zero. */
    static ValueType<Duration> durationOrZero() {
        return one(
                "duration",
                "a duration from 0s to 365d such as 500ms, 30s, 15m, 1h or bare seconds",
                DurationText::parse,
                DurationText::print);
    }

    /** One of a few values, in upper or lower case. */
    static <T> ValueType<T> choice(List<T> values, Function<T, String> spelling) {
        String all = values.stream().map(spelling).collect(Collectors.joining(", "));
        return one(
                all,
                "one of " + all,
                text -> values.stream()
                        .filter(value -> spelling.apply(value).equalsIgnoreCase(text))
                        .findFirst(),
                spelling);
    }

    private static <T> ValueType<T> one(
            String name, String expected, Function<String, Optional<T>> parser, Function<T, String> printer) {
        return new ValueType<>(
                name,
                expected,
                false,
                texts -> texts.size() == 1 ? parser.apply(texts.get(0)) : Optional.empty(),
                printer);
    }

    private static Optional<String> line(String text) {
        return text.isBlank() || text.chars().anyMatch(Character::isISOControl) ? Optional.empty() : Optional.of(text);
    }

    private static Optional<Path> toPath(String text) {
        try {
            return line(text).map(Path::of);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> number(String text, long low, long high) {
        try {
            long value = Long.parseLong(text);
            return value < low || value > high ? Optional.empty() : Optional.of(value);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
