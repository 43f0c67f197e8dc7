package io.agentserver.server.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** How an event becomes a line. Belongs to one output and is used by that output's thread only. */
interface LineFormat {

    /** The event in UTF-8, with the line break at its end. */
    byte[] line(ILoggingEvent event);

    /** The same of one that goes to other outputs, too. */
    default byte[] line(LogLine line) {
        return line(line.event());
    }
}
