package io.agentserver.loadtest;

import java.math.BigDecimal;

/** A number as people write it: no exponent, no trailing zeros. */
final class PlainNumber {

    private PlainNumber() {}

    static String text(double value) {
        BigDecimal number = BigDecimal.valueOf(value).stripTrailingZeros();
        return number.toPlainString();
    }
}
