package io.agentserver.server.cli;

import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line. Only names are repeated: what follows a mistyped {@code --api-key} may be a key. */
final class UsageFault {

    private UsageFault() {}

    /** What is wrong, in one line. */
    static String describe(ParameterException fault) {
        if (!(fault instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return String.valueOf(fault.getMessage());
        }
        CommandSpec spec = fault.getCommandLine().getCommandSpec();
        String first = unmatched.getUnmatched().get(0);
        if (first.startsWith("-")) {
            String name = first.contains("=") ? first.substring(0, first.indexOf('=')) : first;
            return unknown("option", name, spec.optionsMap().keySet());
        }
        return spec.subcommands().isEmpty()
                ? "Unexpected argument: " + Fault.quote(first)
                        + " (expected: an option, or quotes around text with spaces)"
                : unknown("command", first, spec.subcommands().keySet());
    }

    private static String unknown(String what, String name, Set<String> known) {
        return "Unknown " + what + ": " + Fault.quote(name) + " (nearest known: "
                + NearestName.of(name, new HashSet<>(known), ' ') + ")";
    }
}
