package io.agentserver.loadtest.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table of plain text: the first column to the left, numbers to the right, columns as wide as they must be. */
public final class ConsoleTable {

    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A table without rows.
     *
     * @param titles one for each column
     */
    public ConsoleTable(String... titles) {
        rows.add(List.of(titles));
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column
     */
    public void row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    "cells: " + cells.length + " (expected: " + rows.get(0).size() + ")");
        }
        rows.add(List.of(cells));
    }

    /** Prints an empty line and the table; nothing when it has no rows. */
    public void print(PrintWriter out) {
        if (rows.size() == 1) {
            return;
        }
        out.println();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String padding = " ".repeat(width(column) - row.get(column).length());
                line.append(column == 0 ? row.get(column) + padding : "  " + padding + row.get(column));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
