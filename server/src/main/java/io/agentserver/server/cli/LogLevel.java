package io.agentserver.server.cli;

import io.agentserver.server.cli.log.PythonLevel;
import java.util.List;
import java.util.Optional;

/** The levels a log can be cut at, under Python's names (contract 5.4). */
enum LogLevel {
    DEBUG,
    INFO,
    WARNING,
    ERROR,
    CRITICAL,
    OFF;

    /** What a level may be called in a configuration. */
    static final ValueType<LogLevel> TYPE = ValueType.choice(List.of(values()), LogLevel::name);

    /** The least level that is logged; there is none for {@code OFF}. */
    PythonLevel least() {
        return PythonLevel.valueOf(name());
    }

    /** The level of that name in upper or lower case; empty when there is none. */
    static Optional<LogLevel> named(String text) {
        return TYPE.parse(List.of(text));
    }
}
