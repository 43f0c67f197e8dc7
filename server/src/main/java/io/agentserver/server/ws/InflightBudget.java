package io.agentserver.server.ws;

import java.util.Comparator;
import java.util.Optional;
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

        void pauseReading();

        void resumeReading();
    }

    private final long limitBytes;
    private final AtomicLong usedBytes = new AtomicLong();
    private final Set<Sender> reading = ConcurrentHashMap.newKeySet();
    private final Set<Sender> paused = ConcurrentHashMap.newKeySet();

    InflightBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    long usedBytes() {
        return usedBytes.get();
    }

    /** Accounts for bytes waiting to be sent; negative when they are gone. */
    void outgoing(long change) {
        settle(usedBytes.addAndGet(change));
    }

    /** Accounts for bytes of a message being received. */
    void incoming(Sender sender, long change) {
        if (!paused.contains(sender)) {
            reading.add(sender);
        }
        settle(usedBytes.addAndGet(change));
    }

    /** The sender's message is complete, or the sender is gone. */
    void done(Sender sender, long bytes) {
        reading.remove(sender);
        if (paused.remove(sender)) {
            sender.resumeReading();
        }
        settle(usedBytes.addAndGet(-bytes));
    }

    private void settle(long used) {
        if (used > limitBytes) {
            pauseLargest();
        } else if (!paused.isEmpty()) {
            resumeAll();
        }
    }

    private synchronized void pauseLargest() {
        if (reading.size() < 2) {
            return;
        }
        Optional<Sender> largest = reading.stream().max(Comparator.comparingLong(Sender::receivedBytes));
        largest.ifPresent(sender -> {
            paused.add(sender);
            reading.remove(sender);
            sender.pauseReading();
        });
    }

    private synchronized void resumeAll() {
        for (Sender sender : paused) {
            if (paused.remove(sender)) {
                reading.add(sender);
                sender.resumeReading();
            }
        }
    }
}
