package io.agentserver.server.engine;

import io.agentserver.protocol.RawJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value whose strings may hold placeholders for parts of the request:
 *
 * <ul>
 *   <li>{@code ${dir}} or {@code ${1}}: the text as the requester wrote it
 *   <li>{@code ${dir|sh}}: the text as one word for a POSIX shell, in quotes; must not stand inside other quotes
 *   <li>{@code ${count|number}}: a JSON number; must be the whole string
 *   <li><code>$${</code>: the two characters <code>${</code>
 * </ul>
 *
 * A text from the request is only ever put inside a JSON string, so it cannot change the shape of the value. Immutable.
 */
public final class ValueTemplate {

    private final List<Placeholder> placeholders;
    private final Function<Map<String, String>, RawJson> filler;

    private ValueTemplate(List<Placeholder> placeholders, Function<Map<String, String>, RawJson> filler) {
        this.placeholders = List.copyOf(placeholders);
        this.filler = filler;
    }

    /**
     * That value.
     *
     * @param value a plain JSON value: a map with string keys, a list, a string, a number, a boolean or null
     * @throws IllegalArgumentException when a placeholder is malformed or the value is not JSON
     */
    public static ValueTemplate of(@Nullable Object value) {
        List<Placeholder> placeholders = new ArrayList<>();
        Function<Map<String, String>, RawJson> filler = filler(value, placeholders);
        if (placeholders.isEmpty()) {
            RawJson constant = filler.apply(Map.of());
            return new ValueTemplate(placeholders, caught -> constant);
        }
        return new ValueTemplate(placeholders, filler);
    }

    /** The groups that the placeholders use. */
    public Set<String> groups() {
        return placeholders.stream().map(Placeholder::group).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    List<Placeholder> placeholders() {
        return placeholders;
    }

    /** The value with every placeholder filled in. */
    RawJson fill(Map<String, String> caught) {
        return filler.apply(caught);
    }

    private static Function<Map<String, String>, RawJson> filler(
            @Nullable Object value, List<Placeholder> placeholders) {
        if (value instanceof String text) {
            return string(TextTemplate.parse(text), placeholders);
        }
        if (value instanceof List<?> list) {
            List<Function<Map<String, String>, RawJson>> elements =
                    list.stream().map(element -> filler(element, placeholders)).toList();
            return caught ->
                    RawJson.array(elements.stream().map(e -> e.apply(caught)).toList());
        }
        if (value instanceof Map<?, ?> map) {
            return object(map, placeholders);
        }
        RawJson constant = RawJson.of(scalar(value));
        return caught -> constant;
    }

    private static Function<Map<String, String>, RawJson> string(TextTemplate text, List<Placeholder> placeholders) {
        placeholders.addAll(text.placeholders());
        if (text.placeholders().stream().noneMatch(p -> p.filter() == Placeholder.Filter.NUMBER)) {
            return caught -> RawJson.ofString(text.fill(caught));
        }
        if (!text.literals().equals(List.of("", ""))) {
            throw new IllegalArgumentException("placeholder: " + text.placeholders()
                    + " (expected: a placeholder with |number alone in its string)");
        }
        return caught -> RawJson.of(text.fill(caught));
    }

    private static Function<Map<String, String>, RawJson> object(Map<?, ?> map, List<Placeholder> placeholders) {
        Map<String, Function<Map<String, String>, RawJson>> members = new LinkedHashMap<>();
        map.forEach((key, member) -> {
            if (!(key instanceof String name)) {
                throw new IllegalArgumentException("key: " + key + " (expected: a string)");
            }
            members.put(name, filler(member, placeholders));
        });
        return caught -> {
            Map<String, RawJson> filled = new LinkedHashMap<>();
            members.forEach((name, member) -> filled.put(name, member.apply(caught)));
            return RawJson.object(filled);
        };
    }

    private static String scalar(@Nullable Object value) {
        boolean finite = !(value instanceof Double d && !Double.isFinite(d))
                && !(value instanceof Float f && !Float.isFinite(f));
        boolean number = value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Float
                || value instanceof BigInteger
                || value instanceof BigDecimal;
        if (value == null || value instanceof Boolean || number && finite) {
            return String.valueOf(value);
        }
        throw new IllegalArgumentException(
                "value: " + value + " (expected: a map, a list, a string, a finite number, a boolean or null)");
    }
}
