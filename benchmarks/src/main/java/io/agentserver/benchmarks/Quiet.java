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

    /** A window, which part of the machine its host took from it, and how many were measured for it. */
    record Outcome<T>(T value, double taken, int tries) {}

    /** What the first quiet window gave; of several that are not quiet the quietest. */
    <T> Outcome<T> measure(Supplier<T> window) {
        Outcome<T> best = once(window, 1);
        for (int tries = 2; tries <= MOST_TRIES && best.taken() > MOST_TAKEN; tries++) {
            told.accept("the host took %.1f %% of the machine at the least; once more".formatted(best.taken() * 100));
            best = new Outcome<>(best.value(), best.taken(), tries);
            try {
                Outcome<T> again = once(window, tries);
                best = again.taken() < best.taken() ? again : best;
            } catch (LoadTester.NotValidException e) {
                // So disturbed that the load tester says so itself; there is a better window already.
                told.accept(String.valueOf(e.getMessage()));
            }
        }
        return best;
    }

    private <T> Outcome<T> once(Supplier<T> window, int tries) {
        double taken = takenSeconds.getAsDouble();
        double all = machineSeconds.getAsDouble();
        T value = window.get();
        double share = (takenSeconds.getAsDouble() - taken) / Math.max(1e-9, machineSeconds.getAsDouble() - all);
        return new Outcome<>(value, share, tries);
    }
}
