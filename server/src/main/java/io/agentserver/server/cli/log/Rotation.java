package io.agentserver.server.cli.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** When a log file makes room for a new one, under what name it is kept, and for how long. Used by one thread. */
interface Rotation {

    /**
     * Whether a file must be rotated before that many bytes are written to it.
     *
     * @param bytes what it holds, more than nothing
     * @param begun when its first line was written
     */
    boolean due(long bytes, int more, Instant begun, Instant now);

    /** Gives a file that is not open, begun at that time, the name of a backup. What failed half-way is finished at the next call. */
    void rotate(Path file, Instant begun) throws IOException;

    /** Deletes the backups that are too many or too old. Returns false when something must end first, to be called again. */
    boolean prune(Path file, Instant now) throws IOException;
}
