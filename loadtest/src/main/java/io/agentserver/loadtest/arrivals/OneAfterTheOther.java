package io.agentserver.loadtest.arrivals;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;

/** Several arrivals, each from the end of the one before. */
record OneAfterTheOther(List<Arrivals> parts) implements Arrivals {

    OneAfterTheOther {
        parts = List.copyOf(parts);
    }

    @Override
    public long durationNanos() {
        return parts.stream().mapToLong(Arrivals::durationNanos).sum();
    }

    @Override
    public PrimitiveIterator.OfLong times(long seed) {
        return new PrimitiveIterator.OfLong() {
            private int part = -1;
            private long offset;
            private PrimitiveIterator.OfLong times = new AtOnce(0).times(0);

            @Override
            public boolean hasNext() {
                while (!times.hasNext() && part + 1 < parts.size()) {
                    offset += part < 0 ? 0 : parts.get(part).durationNanos();
                    part++;
                    // Each part its own numbers, or two Poisson parts would be alike.
                    times = parts.get(part).times(seed + part * 0x9E3779B97F4A7C15L);
                }
                return times.hasNext();
            }

            @Override
            public long nextLong() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return offset + times.nextLong();
            }
        };
    }
}
