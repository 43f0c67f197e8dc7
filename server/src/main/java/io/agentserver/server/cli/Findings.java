package io.agentserver.server.cli;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong and what is odd in a configuration while it is read. Used by one thread. */
final class Findings {

    /** More than anyone mends at once; a file of garbage must not fill the screen. */
    private static final int MOST_FAULTS = 50;

    private final List<Fault> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int unlisted;

    /** Notes a fault: the configuration cannot be used. */
    void fault(String where, String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new Fault(where, what));
        } else {
            unlisted++;
        }
    }

    /** Notes the faults of a part that could not be read at all. */
    void faults(ConfigurationException e) {
        e.faults().forEach(fault -> fault(fault.where(), fault.what()));
    }

    /** Notes something odd with which the server starts all the same. */
    void warning(String text) {
        warnings.add(text);
    }

    /** What was odd, in the order it was found. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Ends the reading if anything was wrong. */
    void throwIfFaulty() throws ConfigurationException {
        if (faults.isEmpty()) {
            return;
        }
        List<Fault> all = new ArrayList<>(faults);
        if (unlisted > 0) {
            all.add(new Fault("and", unlisted + " more"));
        }
        throw new ConfigurationException(all);
    }
}
