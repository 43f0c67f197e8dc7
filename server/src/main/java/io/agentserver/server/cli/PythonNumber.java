package io.agentserver.server.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Prints numbers as Python's {@code f"{value:.2f}"} does, so that figures compare with those of the seeds' scripts. */
final class PythonNumber {

    private PythonNumber() {}

    /** With so many decimals; rounds the exact binary value and ties to even, which {@code String.format} does not. */
    static String fixed(double value, int decimals) {
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }
}
