package io.agentserver.server.ws;

import io.netty.channel.Channel;
import java.util.concurrent.RejectedExecutionException;

/**
 * Whether one connection is read from, and what it has received of the message that is still coming. Confined to its event
 * loop but for what the budget calls.
 */
final class Intake implements InflightBudget.Sender {

    /** Partial messages below this size do not count against the budget of all connections. */
    private static final int UNCOUNTED_BYTES = 16_384;

    private final Channel channel;
    private final InflightBudget budget;
    private final ReceiveMeter meter;
    private final Runnable resumed;
    private boolean held;
    private volatile long countedBytes;

    /** @param resumed is told, on the event loop, when the connection is read from again */
    Intake(Channel channel, InflightBudget budget, ReceiveMeter meter, Runnable resumed) {
        this.channel = channel;
        this.budget = budget;
        this.meter = meter;
        this.resumed = resumed;
    }

    /** Whether anything can be heard at all. */
    boolean isReading() {
        return channel.config().isAutoRead();
    }

    /** Reads nothing until it is released, whatever the budget says. */
    void hold() {
        held = true;
        apply();
    }

    void release() {
        held = false;
        apply();
    }

    /** A frame with that payload came out of the decoder. */
    void decoded(int payloadBytes) {
        meter.decoded(payloadBytes);
    }

    /** Whether a frame has begun and not ended. */
    boolean isInsideFrame() {
        return meter.undecodedBytes() > 0;
    }

    /** Tells the budget what there is of the message being received: in the decoder, and in fragments put together. */
    void count(long assembledBytes) {
        long partial = meter.undecodedBytes() + assembledBytes;
        long counted = countedBytes;
        if (partial > UNCOUNTED_BYTES) {
            countedBytes = partial;
            budget.incoming(this, partial - counted);
        } else if (counted > 0) {
            countedBytes = 0;
            budget.done(this, counted);
        }
    }

    /** From now on whatever comes is thrown away undecoded: nothing that follows can be understood. */
    void discard() {
        meter.discard();
        count(0);
    }

    /** The connection is gone. */
    void close() {
        meter.discard();
        count(0);
    }

    @Override
    public long receivedBytes() {
        return countedBytes;
    }

    @Override
    public void readingChanged() {
        if (channel.eventLoop().inEventLoop()) {
            apply();
            return;
        }
        try {
            // What is applied is how things are then, so it does not matter in which order such tasks run.
            channel.eventLoop().execute(this::apply);
        } catch (RejectedExecutionException shutdown) {
            // The event loop has ended, and the connection with it.
        }
    }

    private void apply() {
        boolean wanted = !held && !budget.isPaused(this);
        if (wanted != isReading()) {
            channel.config().setAutoRead(wanted);
            if (wanted) {
                resumed.run();
            }
        }
    }
}
