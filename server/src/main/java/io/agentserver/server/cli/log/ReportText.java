package io.agentserver.server.cli.log;

import io.agentserver.server.logging.LogText;
import java.io.PrintStream;
import java.util.Locale;

/** Prints a report for people, character for character as the script of the seed does (contract M-67, M-68). */
final class ReportText {

    /** Only so that it can be made: ten million events in one hour of the day. */
    private static final int LONGEST_BAR = 1_000_000;

    private ReportText() {}

    static void print(LogReport report, PrintStream out) {
        heading(out, "📊 Log Analysis Report");
        line(out, "=".repeat(80));
        if (report.entries() == 0 && report.lines() > 0) {
            line(out, plainRate(report));
            return;
        }
        heading(out, "📈 Events by Level:");
        for (TopCounts.Count level : report.levels().top(Integer.MAX_VALUE)) {
            line(out, "  " + padded(level.name(), 10) + ": " + right(level.count(), 6));
        }
        heading(out, "📦 Events by Module:");
        for (TopCounts.Count module : report.modules().top(10)) {
            line(out, "  " + padded(module.name(), 20) + ": " + right(module.count(), 6));
        }
        heading(out, "⚠️ Top Errors/Warnings:");
        for (TopCounts.Count error : report.errors().top(5)) {
            line(out, "  [" + right(error.count(), 3) + "] " + LogText.oneLine(error.name()));
        }
        heading(out, "👥 Top Active Clients:");
        for (TopCounts.Count client : report.clients().top(10)) {
            line(out, "  " + padded(client.name(), 30) + ": " + right(client.count(), 6) + " events");
        }
        heading(out, "🕐 Activity by Hour:");
        for (int hour = 0; hour < 24; hour++) {
            long events = report.inHour(hour);
            if (events > 0) {
                String bar = "█".repeat((int) Math.min(events / 10, LONGEST_BAR));
                line(out, String.format(Locale.ROOT, "  %02d:00 - %s (%d events)", hour, bar, events));
            }
        }
    }

    /** Of a log without a single JSON line (contract M-69). */
    private static String plainRate(LogReport report) {
        return String.format(
                Locale.ROOT,
                "\nError rate: %.1f%% (%d of %d lines hold ERROR or WARNING)",
                report.plainErrorRate() * 100,
                report.linesNamingErrors(),
                report.lines());
    }

    private static void heading(PrintStream out, String text) {
        line(out, "\n" + text);
    }

    private static void line(PrintStream out, String text) {
        out.print(text + "\n");
    }

    private static String padded(String text, int width) {
        String shown = LogText.oneLine(text);
        return shown + " ".repeat(Math.max(0, width - shown.codePointCount(0, shown.length())));
    }

    private static String right(long number, int width) {
        String digits = Long.toString(number);
        return " ".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
