package io.agentserver.benchmarks;

import java.util.concurrent.CompletionException;

/**
 * A client that has the server answer it and reads nothing. When the server has had enough and closes the connection, it
 * comes back and goes on. Called from outside the event loop.
 */
final class StalledReader implements AutoCloseable {

    private static final int ANSWER_BYTES = 16_000;

    private final ClientLoop loop;
    private final Fleet fleet;
    private final Pace pace;
    private Device device;
    private byte[] frame;
    private int lost;
    private boolean away;

    /** @param answersPerSecond how many answers it asks for once it is fed */
    StalledReader(ClientLoop loop, Target target, String name, int answersPerSecond) {
        this.loop = loop;
        this.fleet = new Fleet(loop, target, name);
        this.pace = new Pace(loop, answersPerSecond, planned -> ask());
        fleet.connect(1);
        this.device = fleet.devices().get(0);
        this.frame = device.echoed("x".repeat(ANSWER_BYTES));
        fleet.losses(text -> comeBack());
        loop.call(() -> {
            stall();
            return true;
        });
    }

    /** Asks for one more answer. */
    void askOnce() {
        loop.call(() -> {
            ask();
            return true;
        });
    }

    /** Goes on asking until it is closed. */
    void feed() {
        loop.call(() -> {
            pace.begin();
            return true;
        });
    }

    /** How many times the server has closed it. */
    int timesClosed() {
        return loop.call(() -> lost);
    }

    @Override
    public void close() {
        loop.call(() -> {
            pace.stop();
            fleet.losses(text -> {});
            return true;
        });
        fleet.close();
    }

    private void ask() {
        if (!away) {
            device.send(frame);
        }
    }

    /** What the channel reads all the same when the server has closed it is nobody's business. */
    private void stall() {
        device.answers(() -> {});
        device.stopReading();
    }

    private void comeBack() {
        lost++;
        away = true;
        fleet.connectLater(1).whenComplete((done, failure) -> {
            if (failure != null) {
                throw new CompletionException(failure);
            }
            device = fleet.devices().get(fleet.devices().size() - 1);
            frame = device.echoed("x".repeat(ANSWER_BYTES));
            stall();
            away = false;
        });
    }
}
