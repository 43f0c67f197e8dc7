package io.agentserver.loadtest.arrivals;

import java.util.List;

/** Several numbers of users, each from the end of the one before. */
record ConcurrencyParts(List<Concurrency> parts) implements Concurrency {

    ConcurrencyParts {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("closed workload: empty (expected: at least one step)");
        }
    }

    @Override
    public long durationNanos() {
        return parts.stream().mapToLong(Concurrency::durationNanos).sum();
    }

    @Override
    public int at(long nanos) {
        long left = nanos;
        for (Concurrency part : parts) {
            if (left < part.durationNanos()) {
                return part.at(left);
            }
            left -= part.durationNanos();
        }
        return parts.get(parts.size() - 1).at(Long.MAX_VALUE);
    }
}
