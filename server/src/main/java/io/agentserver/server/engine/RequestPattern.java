package io.agentserver.server.engine;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests a playbook rule is for: a regular expression in RE2 syntax that must match the <em>whole</em> request,
 * white space around it aside. So {@code disk usage} does not match {@code what is the disk usage?}, but {@code
 * .*disk usage.*} does. RE2 takes time linear in the request's length, whatever the request and the pattern; in return it
 * has no back references and no look-around.
 *
 * <p>Groups are named ({@code (?<dir>.+)}) or numbered; group 0 is the whole request. Immutable; equal when the
 * expressions are equal.
 */
public final class RequestPattern {

    /** Bounds, with {@link PlaybookEngine#MAX_REQUEST_CHARS}, the time of the worst match to a tenth of a second. */
    private static final int MAX_PROGRAM_SIZE = 1_000;

    private final Pattern pattern;
    private final Map<String, Integer> groups;

    private RequestPattern(Pattern pattern, Map<String, Integer> groups) {
        this.pattern = pattern;
        this.groups = groups;
    }

    /**
     * That regular expression.
     *
     * @throws IllegalArgumentException when it is none, names a group so that it looks like a number, or is too large
     */
    public static RequestPattern of(String regex) {
        Pattern pattern = compile(regex);
        if (pattern.programSize() > MAX_PROGRAM_SIZE) {
            throw new IllegalArgumentException("pattern: " + pattern.programSize() + " instructions (expected: at most "
                    + MAX_PROGRAM_SIZE + "; repeat less with {n})");
        }
        Map<String, Integer> groups = new LinkedHashMap<>();
        for (int number = 0; number <= pattern.groupCount(); number++) {
            groups.put(Integer.toString(number), number);
        }
        pattern.namedGroups().forEach((name, number) -> {
            if (Character.isDigit(name.charAt(0))) {
                throw new IllegalArgumentException("group name: " + name + " (expected: a letter first)");
            }
            groups.put(name, number);
        });
        return new RequestPattern(pattern, Collections.unmodifiableMap(groups));
    }

    private static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "pattern: " + Excerpt.of(regex) + " (expected: a regular expression in RE2 syntax; "
                            + e.getDescription() + ": " + Excerpt.of(e.getPattern()) + ")",
                    e);
        }
    }

    /** The names that a placeholder may use: the numbers from 0 and the names of the named groups. */
    public Set<String> groups() {
        return groups.keySet();
    }

    /** What the groups caught, a group that took no part as empty text; null when the request does not match. */
    @Nullable
    Map<String, String> match(String request) {
        Matcher matcher = pattern.matcher(request.strip());
        if (!matcher.matches()) {
            return null;
        }
        Map<String, String> caught = new LinkedHashMap<>();
        groups.forEach((name, number) -> {
            String text = matcher.group(number);
            caught.put(name, text == null ? "" : text);
        });
        return caught;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RequestPattern that && pattern.equals(that.pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    /** The regular expression. */
    @Override
    public String toString() {
        return pattern.pattern();
    }
}
