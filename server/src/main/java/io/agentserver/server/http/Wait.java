package io.agentserver.server.http;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a caller is willing to wait: {@code 30s}, {@code 500ms}, or bare seconds. */
final class Wait {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(s|ms)?");

    private Wait() {}

    /** The time, cut to the longest allowed; null when it is in another form. */
    static @Nullable Duration parse(String value) {
        Matcher form = FORM.matcher(value);
        if (!form.matches()) {
            return null;
        }
        long amount = Long.parseLong(form.group(1));
        Duration wait = "ms".equals(form.group(2)) ? Duration.ofMillis(amount) : Duration.ofSeconds(amount);
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
