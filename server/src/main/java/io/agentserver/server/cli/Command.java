package io.agentserver.server.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * One command of the program. Described to picocli in code, not by annotations: reading those by reflection would take a good
 * part of the time in which the server is to be up.
 */
interface Command {

    /** Its name, its options and their help. */
    CommandSpec spec();

    /** Does what was asked and returns the exit code. Called on the main thread, which it may block. */
    int run(ParseResult arguments) throws CommandFailure, ConfigurationException;
}
