package io.agentserver.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Processor time as Linux accounts it, in seconds of one core. */
final class CpuClock {

    /** Linux tells user space hundredths of a second, whatever its own tick is. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;
    private static final int IDLE = 3;
    private static final int WAITING_FOR_DISK = 4;
    private static final int TAKEN_BY_HOST = 7;

    private CpuClock() {}

    /** What that process has used. */
    static double process(long pid) {
        long[] fields = processFields(Long.toString(pid));
        return (fields[USER] + fields[SYSTEM]) / TICKS_PER_SECOND;
    }

    /** What this process has used, and its children that have ended. */
    static double self() {
        long[] fields = processFields("self");
        return (fields[USER] + fields[SYSTEM] + fields[CHILDREN_USER] + fields[CHILDREN_SYSTEM]) / TICKS_PER_SECOND;
    }

    /** What everybody on the machine has used. */
    static double machine() {
        long[] fields = machineFields();
        return (LongStream.of(fields).sum() - fields[IDLE] - fields[WAITING_FOR_DISK]) / TICKS_PER_SECOND;
    }

    /** What there was to use: the time of all cores. */
    static double elapsed() {
        return LongStream.of(machineFields()).sum() / TICKS_PER_SECOND;
    }

    /** What the machine's host has given to others instead. */
    static double takenByHost() {
        return machineFields()[TAKEN_BY_HOST] / TICKS_PER_SECOND;
    }

    private static long[] machineFields() {
        String first = read(Path.of("/proc/stat")).lines().findFirst().orElseThrow();
        return Stream.of(first.split("\\s+"))
                .skip(1)
                .limit(TAKEN_BY_HOST + 1)
                .mapToLong(Long::parseLong)
                .toArray();
    }

    /** The fields behind the name, which stands in parentheses and may hold spaces. */
    private static long[] processFields(String process) {
        String stat = read(Path.of("/proc", process, "stat"));
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long[] fields = new long[CHILDREN_SYSTEM + 1];
        for (int i = 1; i < fields.length; i++) {
            fields[i] = Long.parseLong(words[i]);
        }
        return fields;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
