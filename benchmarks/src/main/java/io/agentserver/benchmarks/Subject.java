package io.agentserver.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is measured: one of the servers under some JVM flags.
 *
 * @param title as the tables name it
 * @param kind which server
 * @param flags for its JVM
 */
record Subject(String title, Kind kind, List<String> flags) {

    /** The servers there are. */
    enum Kind {
        HUB,
        REACTOR,
        NETTY
    }

    Subject {
        flags = List.copyOf(flags);
    }

    /**
     * Reads {@code hub}, {@code reactor} or {@code netty}, followed by JVM flags that come after those all have.
     *
     * @throws IllegalArgumentException when the first word is none of them
     */
    static Subject parse(String text, List<String> commonFlags) {
        List<String> words = Arrays.asList(text.trim().split("\\s+"));
        Kind kind = Arrays.stream(Kind.values())
                .filter(known -> known.name().equalsIgnoreCase(words.get(0)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--subject: " + words.get(0) + " (expected: hub, reactor or netty, and perhaps JVM flags)"));
        List<String> flags = new ArrayList<>(commonFlags);
        flags.addAll(words.subList(1, words.size()));
        return new Subject(text.trim(), kind, flags);
    }

    /** The command that starts it on that port. */
    List<String> command(Path hubJar, Path ownJar, Target target) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        String port = Integer.toString(target.port());
        switch (kind) {
            case HUB ->
                command.addAll(
                        List.of("-jar", hubJar.toString(), "serve", "--port", port, "--api-key", target.apiKey()));
            case REACTOR ->
                command.addAll(List.of("-cp", ownJar.toString(), BareReactorServer.class.getName(), "--port", port));
            case NETTY ->
                command.addAll(List.of("-cp", ownJar.toString(), RawNettyServer.class.getName(), "--port", port));
        }
        return command;
    }
}
