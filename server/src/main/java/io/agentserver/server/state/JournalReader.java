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

    /** Events missed since the last one given; of the worker alone. */
    private long missed;

    JournalReader(EventJournal journal, FluxSink<JournalEntry> sink, long position, Scheduler.Worker worker) {
        this.journal = journal;
        this.sink = sink;
        // An id that this journal never gave is of an earlier run of the server: all there is is new to this reader.
        this.position = position < 0 || position > journal.lastId() ? 0 : position;
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
        while (position < journal.lastId()) {
            JournalEntry entry = journal.entry(position + 1);
            if (entry != null) {
                position++;
                JournalEntry next = entry.afterMissing(missed);
                missed = 0;
                return next;
            }
            long gone = journal.oldestId() - 1 - position;
            if (gone <= 0) {
                // Its writer is about to put it there, and wakes this reader when it has.
                return null;
            }
            position += gone;
            missed += gone;
            journal.missed(gone);
        }
        return null;
    }
}
