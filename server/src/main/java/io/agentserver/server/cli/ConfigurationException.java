package io.agentserver.server.cli;

import java.util.List;

/** The configuration cannot be used. Carries everything that is wrong with it, not only the first thing. */
final class ConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    ConfigurationException(List<Fault> faults) {
        super(String.join(
                System.lineSeparator(), faults.stream().map(Fault::toString).toList()));
        this.faults = List.copyOf(faults);
    }

    ConfigurationException(String where, String what) {
        this(List.of(new Fault(where, what)));
    }

    /** All that is wrong, in the order it was found. */
    List<Fault> faults() {
        return faults;
    }
}
