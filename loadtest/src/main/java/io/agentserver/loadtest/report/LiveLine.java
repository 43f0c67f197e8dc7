package io.agentserver.loadtest.report;

import static java.util.Objects.requireNonNull;

import io.agentserver.loadtest.stats.Second;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run prints while it runs: each second its progress and, per request name, what was planned, sent and answered. On a
 * terminal the lines are drawn over, elsewhere each second is one plain line. Not thread-safe.
 */
public final class LiveLine {

    private static final int BAR = 28;
    private static final int MOST_REQUESTS = 10;
    private static final String CLEAR_TO_END = "\u001b[K";
    private static final String NO_WRAP = "\u001b[?7l"; // a line that wrapped could not be drawn over
    private static final String WRAP = "\u001b[?7h";

    private final PrintWriter out;
    private final boolean terminal;
    private final long rampEnd;
    private final long warmUpEnd;
    private final long runEnd;
    private int drawn;

    /**
     * A run that is not begun.
     *
     * @param out where to print; flushed after each second
     * @param terminal whether {@code out} is a terminal that understands ANSI sequences
     */
    public LiveLine(PrintWriter out, boolean terminal, Duration ramp, Duration warmUp, Duration duration) {
        this.out = requireNonNull(out, "out");
        this.terminal = terminal;
        rampEnd = ramp.toMillis();
        warmUpEnd = rampEnd + warmUp.toMillis();
        runEnd = warmUpEnd + duration.toMillis();
    }

    /** Prints one second that is over. */
    public void second(Second second) {
        long done = Math.min(runEnd, (second.index() + 1) * 1000L);
        if (terminal) {
            List<String> lines = new ArrayList<>();
            lines.add(progress(done) + "   " + left(done) + "   " + users(second));
            second.requests().entrySet().stream()
                    .limit(MOST_REQUESTS)
                    .map(LiveLine::wide)
                    .forEach(lines::add);
            if (second.requests().size() > MOST_REQUESTS) {
                lines.add("  and " + (second.requests().size() - MOST_REQUESTS) + " more");
            }
            draw(lines);
        } else {
            List<String> parts = new ArrayList<>();
            parts.add(ConsoleNumber.clock(done / 1000) + " of " + ConsoleNumber.clock(seconds(runEnd)) + " "
                    + phase(done) + ", " + left(done) + ", " + users(second));
            second.requests().entrySet().stream().map(LiveLine::narrow).forEach(parts::add);
            out.println(String.join("; ", parts));
            out.flush();
        }
    }

    /** Prints what waits for answers after the last planned request, once a second. */
    public void draining(int waiting, Duration left) {
        String text = "waiting for " + waiting + (waiting == 1 ? " answer" : " answers") + ", at most "
                + ConsoleNumber.clock(seconds(left.toMillis())) + " more";
        if (terminal) {
            draw(List.of(text));
        } else {
            out.println(text);
            out.flush();
        }
    }

    /** Ends the drawing, so that what is printed next begins on a line of its own. */
    public void end() {
        drawn = 0;
        out.flush();
    }

    private void draw(List<String> lines) {
        StringBuilder text = new StringBuilder(NO_WRAP);
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append('A');
        }
        for (String line : lines) {
            text.append('\r').append(line).append(CLEAR_TO_END).append('\n');
        }
        if (drawn > lines.size()) {
            text.append("\u001b[J");
        }
        drawn = lines.size();
        out.print(text.append(WRAP));
        out.flush();
    }

    private String progress(long done) {
        double share = runEnd == 0 ? 1 : (double) done / runEnd;
        int full = (int) Math.round(share * BAR);
        return String.format(
                Locale.ROOT,
                "%-9s [%s%s] %3.0f %%",
                phase(done),
                "#".repeat(full),
                "-".repeat(BAR - full),
                share * 100);
    }

    private String phase(long done) {
        if (done <= rampEnd) {
            return "ramp";
        }
        return done <= warmUpEnd ? "warm-up" : "measuring";
    }

    private String left(long done) {
        return ConsoleNumber.clock(seconds(runEnd - done)) + " left";
    }

    private static String users(Second second) {
        return second.activeUsers() + (second.activeUsers() == 1 ? " user" : " users");
    }

    private static long seconds(long millis) {
        return (millis + 999) / 1000;
    }

    private static String wide(Map.Entry<String, Second.Request> entry) {
        Second.Request request = entry.getValue();
        return String.format(
                Locale.ROOT,
                "  %-16s planned %6d/s  sent %6d/s  ok %6d/s  ko %5d/s   p50 %6s ms  p99 %6s ms",
                ConsoleNumber.name(entry.getKey()),
                request.planned(),
                request.sent(),
                request.ok(),
                request.ko(),
                time(request.p50()),
                time(request.p99()));
    }

    private static String narrow(Map.Entry<String, Second.Request> entry) {
        Second.Request request = entry.getValue();
        return ConsoleNumber.name(entry.getKey()) + " planned " + request.planned() + " sent " + request.sent() + " ok "
                + request.ok() + " ko " + request.ko() + " p50 " + time(request.p50()) + " ms p99 "
                + time(request.p99())
                + " ms";
    }

    /** A second in which nothing ended has no times. */
    private static String time(double millis) {
        return ConsoleNumber.of(millis > 0 ? millis : Double.NaN);
    }
}
