package io.agentserver.loadtest.arrivals;

import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;

/** Arrivals whose times follow from their number alone. */
interface IndexedArrivals extends Arrivals {

    /** How many there are. */
    long count();

    /** When number {@code index} starts, counted from 0. */
    long at(long index);

    @Override
    default PrimitiveIterator.OfLong times(long seed) {
        long count = count();
        return new PrimitiveIterator.OfLong() {
            private long next;

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public long nextLong() {
                if (next >= count) {
                    throw new NoSuchElementException();
                }
                return at(next++);
            }
        };
    }
}
