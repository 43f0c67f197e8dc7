package io.agentserver.loadtest;

import java.util.List;

/** Steps to be put into scenarios. Immutable. */
public final class Chain extends Steps<Chain> implements StepSource {

    static final Chain EMPTY = new Chain(List.of());

    private Chain(List<Step> steps) {
        super(steps);
    }

    @Override
    Chain with(List<Step> others) {
        return new Chain(others);
    }
}
