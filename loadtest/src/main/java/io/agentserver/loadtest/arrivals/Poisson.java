package io.agentserver.loadtest.arrivals;

import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.SplittableRandom;

/** A Poisson process: exponential distances, so the number over a time varies by its square root. */
record Poisson(double perSecond, long durationNanos) implements Arrivals {

    Poisson {
        Limits.notNegative("users per second", perSecond);
        Limits.notNegative("duration", durationNanos);
    }

    @Override
    public PrimitiveIterator.OfLong times(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new PrimitiveIterator.OfLong() {
            private double next = later(0);

            @Override
            public boolean hasNext() {
                return next < durationNanos;
            }

            @Override
            public long nextLong() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                double time = next;
                next = later(time);
                return (long) time;
            }

            private double later(double time) {
                return time - Math.log(1 - random.nextDouble()) * Limits.NANOS_PER_SECOND / perSecond;
            }
        };
    }
}
