package io.agentserver.server.cli.log;

import java.io.IOException;

/** What lines are written to. Belongs to one output; everything is called on that output's thread and may wait for the disk. */
interface LineSink {

    /** Takes a line, to be written now or at the next {@link #flush}. Throws without having taken it. */
    void append(byte[] line) throws IOException;

    /** Writes what was taken. What could not be written stays, to be tried again. */
    void flush() throws IOException;

    /** What has to be done from time to time. */
    void upkeep() throws IOException;

    /** Lets go of what it writes to, without writing. */
    void close();
}
