package io.agentserver.server.state;

import io.agentserver.server.ServerEvent;

/**
 * An event and its place in the journal.
 *
 * @param id grows by one with every event, from 1 on
 * @param missed how many events before this one the reader could not be given any more
 */
public record JournalEntry(long id, ServerEvent event, long missed) {

    JournalEntry afterMissing(long count) {
        return count == 0 ? this : new JournalEntry(id, event, count);
    }
}
