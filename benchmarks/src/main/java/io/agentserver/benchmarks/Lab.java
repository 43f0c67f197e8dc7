package io.agentserver.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What measurements work with.
 *
 * @param loop where load comes from
 * @param wanted the servers to compare, where the command line names some
 * @param flags the flags of every server's JVM
 * @param hubJar the packaged hub
 * @param loadTesterJar the packaged load tester, which may not exist
 * @param ownClassPath where the bare servers are
 * @param folder where servers run and leave what they print
 * @param table where the figures go
 */
record Lab(
        ClientLoop loop,
        List<Subject> wanted,
        List<String> flags,
        Path hubJar,
        Path loadTesterJar,
        String ownClassPath,
        Path folder,
        Table table) {

    /** The hub and those to compare it with: of the kinds given, unless the command line names others. */
    List<Subject> subjects(Subject.Kind... kinds) {
        if (wanted.isEmpty()) {
            return Stream.of(kinds)
                    .map(kind -> Subject.parse(kind.name().toLowerCase(Locale.ROOT), flags))
                    .toList();
        }
        return wanted;
    }

    /** The hubs to measure, where there is nothing to compare them with. */
    List<Subject> hubs() {
        return subjects(Subject.Kind.HUB).stream()
                .filter(subject -> subject.kind() == Subject.Kind.HUB)
                .toList();
    }

    /** A fresh server for each, one after the other, then all again: what changes on the machine meets all alike. */
    void alternate(String name, int rounds, List<Subject> subjects, BiConsumer<ServerProcess, Subject> work) {
        for (int round = 1; round <= rounds; round++) {
            for (Subject subject : subjects) {
                say(name + ", round " + round + " of " + rounds + ", " + subject.title());
                visit(name, subject, server -> work.accept(server, subject));
            }
        }
    }

    /**
     * Starts a server, has it measured, and ends it. A figure taken while others kept the machine busy is worth little; the
     * table says how busy.
     */
    void visit(String name, Subject subject, Consumer<ServerProcess> work) {
        long began = System.nanoTime();
        double others = CpuClock.machine() - CpuClock.self();
        try (ServerProcess server = ServerProcess.start(subject, hubJar, ownClassPath, folder)) {
            work.accept(server);
            others = CpuClock.machine() - CpuClock.self() - server.cpuSeconds() - others;
        }
        table.add(Table.OTHERS + name, subject, Math.max(0, others * 1e9 / (System.nanoTime() - began)));
    }

    /**
     * Measures a window of high quantiles while the machine's host leaves it alone; the table says how far it did.
     *
     * @param window may be called several times
     */
    <T> T undisturbed(String name, Subject subject, Supplier<T> window) {
        Quiet quiet = new Quiet(CpuClock::takenByHost, CpuClock::elapsed, text -> say(name + ": " + text));
        Quiet.Outcome<T> outcome = quiet.measure(window);
        table.add("% of the machine that its host took during " + name, subject, outcome.taken() * 100);
        table.add("windows it took for each of " + name, subject, outcome.tries());
        return outcome.value();
    }

    /** Tells whoever waits what goes on. */
    void say(String text) {
        System.err.println("bench: " + text);
    }
}
