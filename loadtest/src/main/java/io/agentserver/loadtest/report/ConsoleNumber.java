package io.agentserver.loadtest.report;

import io.agentserver.loadtest.stats.AssertionResult;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers and names as the console shows them. */
final class ConsoleNumber {

    private ConsoleNumber() {}

    /** Three figures that matter, never an exponent; a dash when there is no number. */
    static String of(double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        double size = Math.abs(value);
        String format = size >= 100 || size == 0 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    static String percent(double share) {
        return share < 0 || !Double.isFinite(share) ? "-" : String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    /** An assertion's figure with the unit that its bound is written in. */
    static String actual(AssertionResult assertion) {
        if (!Double.isFinite(assertion.actual())) {
            return "no such figure in this run";
        }
        String unit = assertion.text().replaceFirst("(?s).*[0-9]\\s*", "");
        String number = BigDecimal.valueOf(assertion.actual())
                .setScale(3, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
        return unit.isEmpty() ? number : number + " " + unit;
    }

    /** Minutes and seconds. */
    static String clock(long seconds) {
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }

    /** A name without what would steer a terminal. */
    static String name(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(c -> Character.isISOControl(c) ? '?' : c).forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
