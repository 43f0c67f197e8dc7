package io.agentserver.server.cli;

import java.util.List;

/** Reads from tests what was found wrong. */
final class TestFindings {

    private TestFindings() {}

    static List<String> faults(Findings findings) {
        try {
            findings.throwIfFaulty();
            return List.of();
        } catch (ConfigurationException e) {
            return e.faults().stream().map(Fault::toString).toList();
        }
    }
}
