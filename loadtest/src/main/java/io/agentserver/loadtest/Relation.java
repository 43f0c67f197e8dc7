package io.agentserver.loadtest;

/** How a figure must stand to its bound. No figure, which is NaN, stands in none of them. */
enum Relation {
    LESS("<"),
    AT_MOST("<="),
    MORE(">"),
    AT_LEAST(">=");

    private final String symbol;

    Relation(String symbol) {
        this.symbol = symbol;
    }

    static Relation of(String symbol) {
        for (Relation relation : values()) {
            if (relation.symbol.equals(symbol)) {
                return relation;
            }
        }
        throw new IllegalArgumentException("operator: " + symbol + " (expected: <, <=, > or >=)");
    }

    String symbol() {
        return symbol;
    }

    boolean holds(double actual, double bound) {
        return switch (this) {
            case LESS -> actual < bound;
            case AT_MOST -> actual <= bound;
            case MORE -> actual > bound;
            case AT_LEAST -> actual >= bound;
        };
    }
}
