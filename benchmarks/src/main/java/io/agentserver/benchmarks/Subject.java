package io.agentserver.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is measured: a server, the flags of its JVM and arguments of its own.
 *
 * @param title as the tables name it
 * @param jar the packaged hub, or null for the one that is measured by default
 */
record Subject(String title, Kind kind, @Nullable Path jar, List<String> flags, List<String> arguments) {

    /** The servers there are. */
    enum Kind {
        HUB,
        REACTOR,
        NETTY,
        ORACLE
    }

    private static final String ARGUMENTS_FOLLOW = "--";

    Subject {
        flags = List.copyOf(flags);
        arguments = List.copyOf(arguments);
    }

    /**
     * Reads {@code SERVER [JVM FLAGS] [-- ARGUMENTS]}, the server being {@code hub}, {@code reactor}, {@code netty} or
     * the jar of another build of the hub. The flags come after those that all have.
     *
     * @throws IllegalArgumentException when the first word is none of them
     */
    static Subject parse(String text, List<String> commonFlags) {
        List<String> words = Arrays.asList(text.trim().split("\\s+"));
        int end = words.contains(ARGUMENTS_FOLLOW) ? words.indexOf(ARGUMENTS_FOLLOW) : words.size();
        List<String> flags = new ArrayList<>(commonFlags);
        flags.addAll(words.subList(1, end));
        List<String> arguments = words.subList(Math.min(end + 1, words.size()), words.size());
        String server = words.get(0);
        if (server.endsWith(".jar")) {
            return new Subject(text.trim(), Kind.HUB, Path.of(server).toAbsolutePath(), flags, arguments);
        }
        return new Subject(text.trim(), kind(server), null, flags, arguments);
    }

    /** The same with one more flag for its JVM. */
    Subject withFlag(String flag) {
        List<String> more = new ArrayList<>(flags);
        more.add(flag);
        return new Subject(title, kind, jar, more, arguments);
    }

    /** The same with more arguments of its own. */
    Subject withArguments(String... added) {
        return new Subject(
                title,
                kind,
                jar,
                flags,
                Stream.concat(arguments.stream(), Stream.of(added)).toList());
    }

    /** The command that starts it on that port. */
    List<String> command(Path hubJar, String ownClassPath, Target target) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        switch (kind) {
            case HUB -> {
                command.addAll(List.of("-jar", (jar == null ? hubJar : jar).toString(), "serve"));
                command.addAll(List.of("--api-key", target.apiKey()));
            }
            case REACTOR -> command.addAll(List.of("-cp", ownClassPath, BareReactorServer.class.getName()));
            case NETTY -> command.addAll(List.of("-cp", ownClassPath, RawNettyServer.class.getName()));
            case ORACLE -> command.addAll(List.of("-cp", ownClassPath, OracleServer.class.getName()));
        }
        command.addAll(List.of("--port", Integer.toString(target.port())));
        command.addAll(arguments);
        return command;
    }

    private static Kind kind(String server) {
        try {
            return Kind.valueOf(server.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--subject: " + server + " (expected: hub, reactor, netty or the jar of a hub)", e);
        }
    }
}
