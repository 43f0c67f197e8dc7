package io.agentserver.loadtest.engine;

/**
 * What is connected before the load begins, and stays.
 *
 * @param devices how many
 * @param constellations whether each device has one that works with it
 * @param slowPercent of the devices, which are {@link Personality#SLOW}
 * @param flakyPercent of the devices, which are {@link Personality#FLAKY}
 * @param silentPercent of the devices, which are {@link Personality#SILENT}
 */
public record FleetPlan(
        int devices, boolean constellations, double slowPercent, double flakyPercent, double silentPercent) {

    /** Nothing. */
    public static final FleetPlan NONE = new FleetPlan(0, false, 0, 0, 0);

    public FleetPlan {
        if (devices < 0) {
            throw new IllegalArgumentException("devices: " + devices + " (expected: 0 or more)");
        }
        if (slowPercent < 0
                || flakyPercent < 0
                || silentPercent < 0
                || slowPercent + flakyPercent + silentPercent > 100) {
            throw new IllegalArgumentException("slow " + slowPercent + "%, flaky " + flakyPercent + "%, silent "
                    + silentPercent + "% (expected: none negative, at most 100% in all)");
        }
    }

    /** Prompt devices only. */
    public static FleetPlan of(int devices, boolean constellations) {
        return new FleetPlan(devices, constellations, 0, 0, 0);
    }

    /** How device number {@code index} behaves: personalities are spread evenly, the same in every run. */
    Personality personality(int index) {
        // The golden ratio scatters consecutive numbers evenly over 0 to 100.
        double point = index * 61.803398875 % 100;
        if (point < slowPercent) {
            return Personality.SLOW;
        }
        if (point < slowPercent + flakyPercent) {
            return Personality.FLAKY;
        }
        return point < slowPercent + flakyPercent + silentPercent ? Personality.SILENT : Personality.PROMPT;
    }

    /** How many connections it comes to. */
    public int connections() {
        return constellations ? 2 * devices : devices;
    }
}
