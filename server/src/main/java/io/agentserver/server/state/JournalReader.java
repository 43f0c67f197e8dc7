package io.agentserver.server.state;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/** One reader of the journal: a position, and a task on its worker that gives it as much as it asks for. */
final class JournalReader {

    private final EventJournal journal;
    private final FluxSink<JournalEntry> sink;
    private final Scheduler.Worker worker;
    private final AtomicBoolean awake = new AtomicBoolean();

    /** The last event given or missed; of the worker alone. */
    private long position;

    JournalReader(EventJournal journal, FluxSink<JournalEntry> sink, long position, Scheduler.Worker worker) {
        this.journal = journal;
        this.sink = sink;
        this.position = Math.max(0, Math.min(position, journal.lastId()));
        this.worker = worker;
    }

    /** There may be something to read, or somebody who wants it. Any thread. */
    void wake() {
        if (!awake.compareAndSet(false, true)) {
            return;
        }
        boolean scheduled = false;
        try {
            worker.schedule(this::read);
            scheduled = true;
        } catch (RejectedExecutionException disposed) {
            // The reader has left, or the server has stopped; nobody waits for the event.
        } finally {
            // Whatever was thrown: the next event must be able to wake it.
            if (!scheduled) {
                awake.set(false);
            }
        }
    }

    void dispose() {
        worker.dispose();
    }

    private void read() {
        // First, so that whatever comes from now on wakes it again.
        awake.set(false);
        while (sink.requestedFromDownstream() > 0) {
            JournalEntry next = next();
            if (next == null) {
                break;
            }
            sink.next(next);
        }
        if (journal.closed() && position == journal.lastId()) {
            sink.complete();
        }
    }

    private @Nullable JournalEntry next() {
        long last = journal.lastId();
        long skipped = 0;
        long oldest = last - EventJournal.CAPACITY + 1;
        if (position + 1 < oldest) {
            skipped = oldest - 1 - position;
            position = oldest - 1;
        }
        while (position < last) {
            JournalEntry entry = journal.entry(position + 1);
            if (entry != null) {
                position++;
                journal.missed(skipped);
                return entry.afterMissing(skipped);
            }
            if (journal.lastId() - position < EventJournal.CAPACITY) {
                // Its writer is about to put it there, and wakes this reader when it has.
                return null;
            }
            position++;
            skipped++;
        }
        return null;
    }
}
