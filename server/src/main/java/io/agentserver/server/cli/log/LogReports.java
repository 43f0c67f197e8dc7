package io.agentserver.server.cli.log;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes the report of contract 5.7 from log files of any size. */
public final class LogReports {

    private LogReports() {}

    /** The files that hold a log: the one named, and before it those it was rotated to, the oldest first. */
    public static List<Path> filesOf(Path file) throws IOException {
        List<Path> files = new ArrayList<>();
        Backup.of(file).forEach(backup -> files.add(backup.path()));
        if (Files.exists(file)) {
            files.add(file);
        }
        return files;
    }

    /** Reads files in that order and prints what is in them, for people or as JSON. Takes as long as reading takes. */
    public static void print(List<Path> files, boolean json, PrintStream out) throws IOException {
        LogReport report = new LogReport();
        report.read(files);
        if (json) {
            out.print(ReportJson.of(report));
        } else {
            ReportText.print(report, out);
        }
        out.flush();
    }
}
