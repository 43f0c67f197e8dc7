package io.agentserver.loadtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.report.SampleRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code compare} on folders that a run wrote. */
class CompareCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path temporary;

    private int compare(String... arguments) {
        CommandLine command = new CommandLine(new CompareCommand(new PrintWriter(out), new PrintWriter(err)));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    private String report(String name, SampleRun run) throws IOException {
        run.writeTo(temporary.resolve(name));
        return temporary.resolve(name).toString();
    }

    private static SampleRun run(long seed) {
        return new SampleRun(seed, 100, "health");
    }

    @Test
    void twoRunsOfTheSameAreFine() throws IOException {
        int code = compare(report("a", run(1)), report("b", run(2)));

        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("base       " + temporary.resolve("a") + ": dispatch, 60.0 s measured")
                .containsPattern("p50 ms +1\\.1\\d +1\\.1\\d +x [01]\\.\\d{3} .*no difference shown")
                .containsPattern("max ms .*\\(not judged\\)")
                .containsPattern("failed % .*points .*no difference shown")
                .contains("\nno difference shown\n")
                .contains("Repeat each three times or more");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aRegressionIsAFailure() throws IOException {
        String base = report("a", run(1));
        String candidate = report("b", new SampleRun(2, 100, "other", "health"));

        assertThat(compare(candidate, base)).isOne();
        assertThat(out.toString())
                .contains("REGRESSION: health p50 slower (x 2.")
                .contains("only in base: other");
        out.getBuffer().setLength(0);
        assertThat(compare(base, candidate)).isZero();
        assertThat(out.toString()).contains("improved: health p50 faster (x 0.").contains("only in candidate: other");
    }

    @Test
    void thresholdIsInPercent() throws IOException {
        String slow = report("a", run(1));
        String quick = report("b", new SampleRun(2, 100, "other", "health"));

        assertThat(compare(quick, slow, "--threshold", "300%")).isZero();
        assertThat(compare(quick, slow, "--threshold", "5x")).isEqualTo(2);
        assertThat(err.toString()).contains("--threshold: 5x (expected: a percentage, such as 5)");
    }

    @Test
    void aRunThatIsNotValidProvesNothing() throws IOException {
        int code = compare(report("a", run(1).invalid("The generator was late.")), report("b", run(2)));

        assertThat(code).isEqualTo(3);
        assertThat(out.toString())
                .contains(temporary.resolve("a") + ": dispatch, 60.0 s measured, NOT VALID")
                .contains("- The generator was late.")
                .contains("NOT VALID: a run that cannot be trusted proves nothing");
    }

    @Test
    void repeatedRunsAreNamedEitherWay() throws IOException {
        String a = report("a", run(1));
        String b = report("b", run(2));
        String c = report("c", run(3));
        String d = report("d", run(4));

        assertThat(compare(a + "," + b, c + "," + d)).isZero();
        String byPosition = out.toString();
        out.getBuffer().setLength(0);
        assertThat(compare("--base", a, "--base", b, "--candidate", c + "," + d))
                .isZero();
        assertThat(out.toString()).isEqualTo(byPosition).doesNotContain("Repeat each");
    }

    @Test
    void saysWhichSettingsDiffer() throws IOException {
        compare(report("a", run(1)), report("b", new SampleRun(2, 50, "health")));

        assertThat(out.toString()).contains("note: Rate differs: 100 a second and 50 a second");
    }

    @Test
    void faultsNameTheFolderAndTheReason() throws IOException {
        String fine = report("a", run(1));
        Path empty = Files.createDirectory(temporary.resolve("empty"));
        Path broken = Files.createDirectory(temporary.resolve("broken"));
        Files.writeString(broken.resolve("stats.json"), "{\"valid\": tru");
        Path lost = temporary.resolve("lost");
        report("lost", run(2));
        Files.delete(lost.resolve("health.hlog"));
        Path foreign = Files.createDirectory(temporary.resolve("foreign"));
        Files.writeString(
                foreign.resolve("stats.json"), "{\"valid\":true,\"requests\":{\"x\":{\"hlog\":\"../a/health.hlog\"}}}");

        for (Path bad : new Path[] {empty, broken, lost, foreign}) {
            assertThat(compare(fine, bad.toString())).isEqualTo(2);
        }
        assertThat(err.toString())
                .contains("compare: " + empty + ": has no stats.json (expected: a report folder of the load tester)")
                .contains("compare: " + broken.resolve("stats.json") + ": not JSON: ")
                .contains("compare: " + lost.resolve("health.hlog") + ": missing")
                .contains("compare: " + foreign + ": stats.json names no histogram log for x");
    }

    @Test
    void saysHowItWantsToBeCalled() throws IOException {
        String folder = report("a", run(1));

        assertThat(compare(folder)).isEqualTo(2);
        assertThat(err.toString()).contains("compare: no candidate given (expected: compare BASE CANDIDATE");
        assertThat(compare(folder, folder, "--base", folder)).isEqualTo(2);
        assertThat(err.toString()).contains("given both by position and by --base or --candidate");
    }
}
