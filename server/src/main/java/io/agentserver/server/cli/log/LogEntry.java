package io.agentserver.server.cli.log;

import org.jspecify.annotations.Nullable;

/**
 * What the report reads of one JSON line; null where the line has no such text.
 *
 * @param hour of the day, as the timestamp has it; -1 when there is none
 */
record LogEntry(
        @Nullable String level,
        @Nullable String module,
        @Nullable String message,
        @Nullable String clientId,
        int hour) {}
