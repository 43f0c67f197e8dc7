package io.agentserver.loadtest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that a reply must hold, and perhaps an attribute to keep it in: {@code jsonPath("$.status").is("healthy")},
 * {@code regex("id=(\\d+)").saveAs("id")}. Without a condition it must exist. Immutable.
 */
public final class Check {

    /** Finds the value in a reply; null when it is not there. */
    private interface Finder {
        @Nullable
        String find(Reply reply);
    }

    private static final Predicate<@Nullable String> EXISTS = Objects::nonNull;

    private final String subject;
    private final boolean onBody;
    private final Finder finder;
    private final Predicate<@Nullable String> condition;
    private final @Nullable String attribute;

    private Check(
            String subject,
            boolean onBody,
            Finder finder,
            Predicate<@Nullable String> condition,
            @Nullable String attribute) {
        this.subject = subject;
        this.onBody = onBody;
        this.finder = finder;
        this.condition = condition;
        this.attribute = attribute;
    }

    static Check status() {
        return new Check("status", false, Reply::status, EXISTS, null);
    }

    static Check bodyString() {
        return new Check("bodyString", true, Check::text, EXISTS, null);
    }

    static Check jsonPath(String path) {
        JsonPath parsed = JsonPath.of(path);
        return new Check("jsonPath " + path, true, reply -> parsed.find(reply.body()), EXISTS, null);
    }

    static Check regex(String expression) {
        Pattern pattern = Pattern.compile(expression);
        return new Check("regex " + expression, true, reply -> group(pattern.matcher(text(reply))), EXISTS, null);
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    private static @Nullable String group(Matcher matcher) {
        if (!matcher.find()) {
            return null;
        }
        return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
    }

    /** It must be that. */
    public Check is(Object expected) {
        String text = expected.toString();
        return with(text::equals);
    }

    /** It must be there and not be that. */
    public Check not(Object unwanted) {
        String text = unwanted.toString();
        return with(value -> value != null && !value.equals(text));
    }

    /** It must be one of those. */
    public Check in(Object... expected) {
        List<String> texts = Arrays.stream(expected).map(Object::toString).toList();
        return with(value -> value != null && texts.contains(value));
    }

    /** That must stand in it. */
    public Check contains(String part) {
        return with(value -> value != null && value.contains(part));
    }

    /** It must be there. */
    public Check exists() {
        return with(EXISTS);
    }

    /** It must not be there. */
    public Check notExists() {
        return with(Objects::isNull);
    }

    private Check with(Predicate<@Nullable String> other) {
        return new Check(subject, onBody, finder, other, attribute);
    }

    /** What it is becomes that attribute of the session. */
    public Check saveAs(String name) {
        return new Check(subject, onBody, finder, condition, Objects.requireNonNull(name, "name"));
    }

    /** Whether it looks at the body. */
    public boolean onBody() {
        return onBody;
    }

    /** Whether it looks at the status. */
    public boolean onStatus() {
        return !onBody;
    }

    /** The session with what was to be kept; null when the reply does not hold what it must. */
    public @Nullable Session apply(Reply reply, Session session) {
        String value = finder.find(reply);
        if (!condition.test(value)) {
            return null;
        }
        return attribute == null || value == null ? session : session.set(attribute, value);
    }

    @Override
    public String toString() {
        return subject;
    }
}
