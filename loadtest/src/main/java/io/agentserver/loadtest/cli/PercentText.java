package io.agentserver.loadtest.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A share such as {@code 5%} or {@code 0.5}; both are percents. */
final class PercentText implements ITypeConverter<Double> {

    private static final double MOST = 100;

    @Override
    public Double convert(String text) {
        String number = text.strip().endsWith("%") ? text.strip().replaceAll("%$", "") : text;
        try {
            double value = Double.parseDouble(number.strip());
            if (value >= 0 && value <= MOST) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new TypeConversionException("'" + text + "' (expected: a percentage such as 5%)");
    }
}
