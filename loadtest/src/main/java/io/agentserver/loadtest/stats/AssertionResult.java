package io.agentserver.loadtest.stats;

/**
 * What became of one assertion.
 *
 * @param text as it was written, such as {@code dispatch.p99 < 50ms}
 * @param actual the figure in the assertion's unit; NaN when there is none, which fails
 * @param passed whether it held
 */
public record AssertionResult(String text, double actual, boolean passed) {}
