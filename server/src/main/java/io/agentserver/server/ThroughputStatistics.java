package io.agentserver.server;

/**
 * How many tasks complete (M-77).
 *
 * @param windowSeconds the window's length
 * @param completionsInWindow completions not older than the window
 * @param totalCompletions completions ever
 */
public record ThroughputStatistics(int windowSeconds, int completionsInWindow, long totalCompletions) {

    public double ratePerSecond() {
        return (double) completionsInWindow / windowSeconds;
    }

    public double ratePerMinute() {
        return completionsInWindow * 60.0 / windowSeconds;
    }
}
