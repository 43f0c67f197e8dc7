package io.agentserver.server.cli.log;

import java.util.Locale;

/** How a log line looks on the console. */
public enum ConsoleForm {
    /** {@code timestamp - logger - LEVEL - message}, from INFO on (contract M-51). */
    PRETTY,
    /** {@code LEVEL: message} (contract M-52). */
    PLAIN,
    /** What the log files hold (contract M-45). */
    JSON;

    /** The form as it is written in a configuration. */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    LineFormat format() {
        return this == JSON ? new JsonLine() : new TextLine(this == PRETTY);
    }

    /** The least level it shows, whatever else is logged. */
    PythonLevel least() {
        return this == PRETTY ? PythonLevel.INFO : PythonLevel.DEBUG;
    }
}
