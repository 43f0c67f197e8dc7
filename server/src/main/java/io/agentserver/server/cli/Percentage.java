package io.agentserver.server.cli;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** How often something happens, as a share of one. */
record Percentage(double share) {

    static final String EXPECTED = "a percentage from 0% to 100% such as 1% or 0.5%";

    private static final Pattern FORM = Pattern.compile("\\d{1,3}(\\.\\d{1,6})?%");

    /** Reads a number with a percent sign; empty when the text is none, or one of more than 100. */
    static Optional<Percentage> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        double percent = Double.parseDouble(text.substring(0, text.length() - 1));
        return percent > 100 ? Optional.empty() : Optional.of(new Percentage(percent / 100));
    }

    /** Whether it happens this time. */
    boolean strikes(RandomGenerator random) {
        return random.nextDouble() < share;
    }
}
