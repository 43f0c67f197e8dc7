package io.agentserver.server.ws;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all messages on their way may take together: those being received and those waiting to be sent. Over the limit the
 * largest senders are not read from until it falls; one always goes on, so that it does fall. Any thread.
 */
final class InflightBudget {

    /** A connection in the middle of a large message. */
    interface Sender {
        /** The bytes of the message received so far. */
        long receivedBytes();

        /** It is to look at {@link #isPaused} and to stop reading, or to go on. Called with a lock held. */
        void readingChanged();
    }

    private final long limitBytes;
    private final AtomicLong usedBytes = new AtomicLong();
    private final AtomicLong outgoingBytes = new AtomicLong();

    /** Who receives a message that counts; guarded by this. */
    private final Set<Sender> reading = new HashSet<>();

    /** Who would receive one if it were read from; changed with the lock held, read by anybody. */
    private final Set<Sender> paused = ConcurrentHashMap.newKeySet();

    /** Whether somebody is paused: the one thing to look at for everybody who stays below the limit. */
    private volatile boolean pausing;

    InflightBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    long usedBytes() {
        return usedBytes.get();
    }

    /** Whether there is nothing left of it. */
    boolean isExhausted() {
        return usedBytes.get() >= limitBytes;
    }

    boolean isPaused(Sender sender) {
        return pausing && paused.contains(sender);
    }

    /** Those of the used bytes that wait to be sent. */
    long outgoingBytes() {
        return outgoingBytes.get();
    }

    /** Accounts for bytes waiting to be sent; negative when they are gone. */
    void outgoing(long change) {
        outgoingBytes.addAndGet(change);
        if (usedBytes.addAndGet(change) > limitBytes || pausing) {
            settle();
        }
    }

    /** Accounts for bytes of a message being received. */
    void incoming(Sender sender, long change) {
        usedBytes.addAndGet(change);
        synchronized (this) {
            if (!paused.contains(sender)) {
                reading.add(sender);
            }
            settle();
        }
    }

    /** The sender's message is complete, or the sender is gone. */
    void done(Sender sender, long bytes) {
        usedBytes.addAndGet(-bytes);
        synchronized (this) {
            reading.remove(sender);
            if (paused.remove(sender)) {
                sender.readingChanged();
            }
            settle();
        }
    }

    private synchronized void settle() {
        if (usedBytes.get() > limitBytes) {
            if (reading.size() > 1) {
                pause(largest(reading));
            } else if (reading.isEmpty() && !paused.isEmpty()) {
                resume(largest(paused));
            }
        }
        pausing = !paused.isEmpty();
        // Asked again: whoever brought it below the limit meanwhile may not have seen that somebody is paused.
        if (pausing && usedBytes.get() <= limitBytes) {
            List.copyOf(paused).forEach(this::resume);
            pausing = false;
        }
    }

    private void pause(Sender sender) {
        reading.remove(sender);
        paused.add(sender);
        pausing = true;
        sender.readingChanged();
    }

    private void resume(Sender sender) {
        paused.remove(sender);
        reading.add(sender);
        sender.readingChanged();
    }

    private static Sender largest(Collection<Sender> senders) {
        return senders.stream()
                .max(Comparator.comparingLong(Sender::receivedBytes))
                .orElseThrow();
    }
}
