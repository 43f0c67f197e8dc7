package io.agentserver.server.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command was started from.
 *
 * @param out what the command was asked for
 * @param err what went wrong
 * @param environment the environment variables
 */
record Terminal(PrintStream out, PrintStream err, Map<String, String> environment) {

    /** The process's own, in UTF-8 whatever the locale. */
    static Terminal ofProcess() {
        return new Terminal(utf8(FileDescriptor.out), utf8(FileDescriptor.err), System.getenv());
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
