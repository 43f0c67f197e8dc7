package io.agentserver.benchmarks;

import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Has a window measured while the machine is all ours. A virtual machine's host may take cores away for milliseconds at a
 * time, which shows in every high quantile and says nothing of what is measured.
 */
final class Quiet {

    /** Of the machine's time; with two to three percent, quantiles of 3 ms were seen to become 10 ms and more. */
    static final double MOST_TAKEN = 0.01;

    static final int MOST_TRIES = 4;

    private final DoubleSupplier takenSeconds;
    private final DoubleSupplier machineSeconds;
    private final Consumer<String> told;

    /**
     * @param takenSeconds what the host has taken so far, in seconds of one core
     * @param machineSeconds what there was to take: the time of all cores
     * @param told hears of windows that do not count
     */
    Quiet(DoubleSupplier takenSeconds, DoubleSupplier machineSeconds, Consumer<String> told) {
        this.takenSeconds = takenSeconds;
        this.machineSeconds = machineSeconds;
        this.told = told;
    }

    /** A window, and which part of the machine its host took from it. */
    record Outcome<T>(T value, double taken) {}

    /** What the first quiet window gave; of several that are not quiet the quietest. */
    <T> Outcome<T> measure(Supplier<T> window) {
        Outcome<T> last = once(window);
        Outcome<T> best = last;
        for (int i = 1; i < MOST_TRIES && last.taken() > MOST_TAKEN; i++) {
            told.accept("the host took %.1f %% of the machine; once more".formatted(last.taken() * 100));
            last = once(window);
            best = last.taken() < best.taken() ? last : best;
        }
        return best;
    }

    private <T> Outcome<T> once(Supplier<T> window) {
        double taken = takenSeconds.getAsDouble();
        double all = machineSeconds.getAsDouble();
        T value = window.get();
        return new Outcome<>(
                value, (takenSeconds.getAsDouble() - taken) / Math.max(1e-9, machineSeconds.getAsDouble() - all));
    }
}
