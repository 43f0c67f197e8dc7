package io.agentserver.loadtest;

/** A figure that waits for its bound: milliseconds, percent, a number or a number a second, as the figure has it. */
public final class AssertionBound {

    private final String request;
    private final Figure figure;

    AssertionBound(String request, Figure figure) {
        this.request = request;
        this.figure = figure;
    }

    /** Less than. */
    public Assertion lt(double bound) {
        return Assertion.of(request, figure, Relation.LESS, bound);
    }

    /** Less than or equal. */
    public Assertion lte(double bound) {
        return Assertion.of(request, figure, Relation.AT_MOST, bound);
    }

    /** Greater than. */
    public Assertion gt(double bound) {
        return Assertion.of(request, figure, Relation.MORE, bound);
    }

    /** Greater than or equal. */
    public Assertion gte(double bound) {
        return Assertion.of(request, figure, Relation.AT_LEAST, bound);
    }
}
