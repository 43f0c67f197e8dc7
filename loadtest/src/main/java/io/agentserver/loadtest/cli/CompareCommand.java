package io.agentserver.loadtest.cli;

import static java.util.Objects.requireNonNull;

import io.agentserver.loadtest.compare.Comparison;
import io.agentserver.loadtest.compare.Judgement;
import io.agentserver.loadtest.compare.Run;
import io.agentserver.loadtest.compare.RunReader;
import io.agentserver.loadtest.report.ComparisonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code compare}: two report folders side by side, with a verdict that allows for noise. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Compare two runs, or two sets of repeated runs, from their report folders.",
            "A difference is called only when it is beyond noise and beyond the threshold.",
            "Exit code: 0 no regression, 1 a regression, 2 a folder cannot be read, 3 a run is not valid."
        })
public final class CompareCommand implements Callable<Integer> {

    private static final int FINE = 0;
    private static final int REGRESSION = 1;
    private static final int USAGE = 2;
    private static final int INVALID = 3;

    private final PrintWriter out;
    private final PrintWriter err;

    @Parameters(
            arity = "0..2",
            paramLabel = "BASE CANDIDATE",
            description = "Two report folders; or comma lists of them, for repeated runs.")
    private List<String> sides = List.of();

    @Option(
            names = "--base",
            split = ",",
            paramLabel = "FOLDER",
            description = "A report folder of the base; may be given several times.")
    private List<Path> base = new ArrayList<>();

    @Option(
            names = "--candidate",
            split = ",",
            paramLabel = "FOLDER",
            description = "A report folder of the candidate; may be given several times.")
    private List<Path> candidate = new ArrayList<>();

    @Option(
            names = "--threshold",
            paramLabel = "PERCENT",
            defaultValue = "5",
            description = "The smallest change that matters, in percent. Default: ${DEFAULT-VALUE}.")
    private String threshold = "5";

    /**
     * The command.
     *
     * @param out where the table goes
     * @param err where faults go
     */
    public CompareCommand(PrintWriter out, PrintWriter err) {
        this.out = requireNonNull(out, "out");
        this.err = requireNonNull(err, "err");
    }

    /** 0 fine, 1 a regression, 2 folders that cannot be read, 3 a run that is not valid. */
    @Override
    public Integer call() {
        try {
            return compare(thresholdShare(), read(folders("base", 0)), read(folders("candidate", 1)));
        } catch (IOException | IllegalArgumentException e) {
            err.println("compare: " + e.getMessage());
            err.flush();
            return USAGE;
        }
    }

    private int compare(double share, List<Run> baseRuns, List<Run> candidateRuns) {
        ComparisonText text = new ComparisonText(out);
        text.runs("base", baseRuns);
        text.runs("candidate", candidateRuns);
        text.settings(baseRuns.get(0), candidateRuns.get(0));
        Comparison comparison = Comparison.of(baseRuns, candidateRuns, share);
        if (comparison.figures().isEmpty()) {
            throw new IllegalArgumentException(
                    "requests: none that both sides have (expected: runs of the same scenario)");
        }
        boolean valid =
                baseRuns.stream().allMatch(Run::valid) && candidateRuns.stream().allMatch(Run::valid);
        text.figures(comparison);
        text.conclusion(comparison, valid, baseRuns.size() > 1 || candidateRuns.size() > 1);
        out.flush();
        if (!valid) {
            return INVALID;
        }
        return comparison.with(Judgement.WORSE).isEmpty() ? FINE : REGRESSION;
    }

    private double thresholdShare() {
        String number = threshold.endsWith("%") ? threshold.substring(0, threshold.length() - 1) : threshold;
        if (!number.strip().matches("\\d{1,4}(\\.\\d{1,6})?")) {
            throw new IllegalArgumentException("--threshold: " + threshold + " (expected: a percentage, such as 5)");
        }
        return Double.parseDouble(number.strip()) / 100;
    }

    private List<Path> folders(String side, int position) {
        List<Path> named = position == 0 ? base : candidate;
        if (!sides.isEmpty() && !(base.isEmpty() && candidate.isEmpty())) {
            throw new IllegalArgumentException(
                    "folders: given both by position and by --base or --candidate (expected: one way)");
        }
        if (!named.isEmpty()) {
            return named;
        }
        if (position >= sides.size()) {
            throw new IllegalArgumentException(
                    "no " + side + " given (expected: compare BASE CANDIDATE, or --base and" + " --candidate)");
        }
        List<Path> folders = new ArrayList<>();
        for (String folder : sides.get(position).split(",")) {
            folders.add(Path.of(folder));
        }
        return folders;
    }

    private static List<Run> read(List<Path> folders) throws IOException {
        List<Run> runs = new ArrayList<>();
        for (Path folder : folders) {
            runs.add(RunReader.read(folder));
        }
        return runs;
    }
}
