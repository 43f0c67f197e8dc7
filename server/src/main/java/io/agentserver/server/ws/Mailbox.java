package io.agentserver.server.ws;

import io.agentserver.protocol.RawJson;
import io.netty.channel.Channel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * Brings what any thread wants to say to one client to its event loop, in order, and decides when to flush. Everything but
 * {@link #send}, {@link #run} and {@link #later} is confined to that loop.
 */
final class Mailbox {

    private static final AtomicIntegerFieldUpdater<Mailbox> HOPS =
            AtomicIntegerFieldUpdater.newUpdater(Mailbox.class, "hops");

    private final Channel channel;
    private final Outbox outbox;
    private final Runnable overflow;
    private boolean batching;
    private boolean dirty;
    private boolean closed;

    /** Messages that other threads have queued and the event loop has not taken yet. */
    private volatile int hops;

    /** @param overflow is told, some time later, that the client does not keep up; nothing more is taken then */
    Mailbox(Channel channel, Outbox outbox, Runnable overflow) {
        this.channel = channel;
        this.outbox = outbox;
        this.overflow = overflow;
    }

    /** Queues a message behind those that were queued before. Any thread. */
    void send(RawJson message) {
        if (hops == 0 && channel.eventLoop().inEventLoop()) {
            write(message);
            return;
        }
        // From now on even the event loop itself queues, so that nothing overtakes this message.
        HOPS.incrementAndGet(this);
        later(() -> {
            HOPS.decrementAndGet(this);
            write(message);
        });
    }

    /** Runs that on the event loop after all messages queued so far, and flushes what it wrote. Any thread. */
    void run(Runnable task) {
        if (hops == 0 && channel.eventLoop().inEventLoop()) {
            batch(task);
        } else {
            later(() -> batch(task));
        }
    }

    /** Runs that on the event loop, but not now. Any thread. */
    void later(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException shutdown) {
            // The event loop has ended, and the connection with it; there is nobody left to tell.
        }
    }

    /** What is written until the batch ends is flushed then, all at once. */
    void beginBatch() {
        batching = true;
    }

    void endBatch() {
        batching = false;
        flush();
    }

    /** Something was written past this mailbox. */
    void written() {
        dirty = true;
    }

    /** Goes on as far as the socket takes it. */
    void drain() {
        if (channel.isWritable()) {
            outbox.drain();
            dirty = true;
            flush();
        }
    }

    /** Takes nothing more; what was taken is still brought. */
    void close() {
        closed = true;
    }

    private void write(RawJson message) {
        if (!closed) {
            if (outbox.write(message)) {
                dirty = true;
            } else {
                closed = true;
                // Later: whoever sends may hold a lock that the disconnect procedure takes as well.
                later(overflow);
            }
        }
        if (!batching && hops == 0) {
            flush();
        }
    }

    private void batch(Runnable task) {
        boolean outer = batching;
        batching = true;
        try {
            task.run();
        } finally {
            batching = outer;
            if (!outer) {
                flush();
            }
        }
    }

    private void flush() {
        if (dirty) {
            dirty = false;
            channel.flush();
        }
    }
}
