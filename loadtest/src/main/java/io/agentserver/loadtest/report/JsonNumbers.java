package io.agentserver.loadtest.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Numbers in our JSON: rounded to what was measured, {@code null} when there is none. */
final class JsonNumbers {

    private static final int DECIMALS = 3;

    private JsonNumbers() {}

    static void put(ObjectNode object, String key, double value) {
        if (Double.isFinite(value)) {
            object.put(key, rounded(value));
        } else {
            object.putNull(key);
        }
    }

    static void add(ArrayNode array, double value) {
        if (Double.isFinite(value)) {
            array.add(rounded(value));
        } else {
            array.addNull();
        }
    }

    private static double rounded(double value) {
        return BigDecimal.valueOf(value)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .doubleValue();
    }
}
