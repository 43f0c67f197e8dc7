package io.agentserver.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The page of figures: what was measured stands between two marks; what people wrote around them stays. */
final class Page {

    private static final String BEGIN = "<!-- what follows is written by ./dev bench --write -->\n";
    private static final String END = "<!-- what ./dev bench wrote ends here -->\n";
    private static final String TITLE = "# Performance\n\n";

    private final String measured;

    private Page(String measured) {
        this.measured = measured;
    }

    /** The page for these rows and the table behind them. */
    static Page of(String conditions, List<Goal.Row> rows, Table table) {
        StringBuilder out = new StringBuilder(conditions).append("\n\n");
        out.append("| # | measure | target | median [min .. max] | |\n|---|---|---|---|---|\n");
        rows.forEach(row -> out.append(row.markdown()));
        out.append("\n## Behind the figures\n\n").append(table.markdown());
        return new Page(out.toString());
    }

    String markdown() {
        return measured;
    }

    /** Puts it into that file. */
    void write(Path file) {
        try {
            String before = Files.exists(file) ? Files.readString(file) : "";
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, in(before), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text with this page in it, in place of an earlier one if there is one. */
    String in(String text) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        String here = BEGIN + "\n" + measured + "\n" + END;
        if (begin < 0 || end < begin) {
            return text.isEmpty() ? TITLE + here : text + "\n" + here;
        }
        return text.substring(0, begin) + here + text.substring(end + END.length());
    }
}
