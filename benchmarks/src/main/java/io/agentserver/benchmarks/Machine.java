package io.agentserver.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/** What the figures depend on. */
final class Machine {

    private Machine() {}

    /** A sentence or two: when, where, with which Java. */
    static String conditions(Table table) {
        Runtime runtime = Runtime.getRuntime();
        return "Measured on %s with %d cores (%s), Linux %s, %s %s; clients and servers share them, over loopback. Each server is a "
                        .formatted(
                                LocalDate.now(ZoneOffset.UTC),
                                runtime.availableProcessors(),
                                cpuModel(),
                                System.getProperty("os.version"),
                                System.getProperty("java.vm.name"),
                                System.getProperty("java.runtime.version"))
                + "process of its own, measured in turn. Ratios are those of the same round. Other programs used up to %.2f cores meanwhile. "
                        .formatted(table.othersCores())
                + "Windows of high quantiles from which the machine's host took more than %.0f %% of it were measured again, up to %d times; the quietest counts. Of P-11 that is the whole run of a client, its warm-up included."
                        .formatted(Quiet.MOST_TAKEN * 100, Quiet.MOST_TRIES - 1);
    }

    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
