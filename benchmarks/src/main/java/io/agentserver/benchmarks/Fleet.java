package io.agentserver.benchmarks;

import io.agentserver.protocol.AipCodec;
import io.agentserver.protocol.AipLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Registered devices, connected a bounded number at a time. Called from outside the event loop. */
final class Fleet implements AutoCloseable {

    /** How many devices may be on the way at once: enough to keep a server busy, few enough for its backlog. */
    private static final int ON_THE_WAY = 128;

    private final ClientLoop loop;
    private final Target target;
    private final String name;
    private final byte[] upgrade;
    private final AipCodec codec = AipCodec.create(AipLimits.defaults());
    private final List<Device> devices = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private Consumer<String> lossListener = text -> {};

    /** @param name what its ids begin with, so that a fleet can follow another whose ids are not free yet */
    Fleet(ClientLoop loop, Target target, String name) {
        this.loop = loop;
        this.target = target;
        this.name = name;
        this.upgrade = WebSocketUpgrade.request(target);
    }

    /** The connected devices, in the order they were started. */
    List<Device> devices() {
        return devices;
    }

    /**
     * Connects that many more and waits until the last one is registered.
     *
     * @return how long that took
     * @throws IllegalStateException when a device fails
     */
    Duration connect(int count) {
        long began = System.nanoTime();
        connectLater(count).join();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Connects that many more; completes on the event loop when the last one is registered, or a device fails. */
    CompletableFuture<Void> connectLater(int count) {
        Storm storm = new Storm(count);
        loop.eventLoop().execute(storm::start);
        return storm.done;
    }

    /** From now on that listener hears of devices that are lost, on the event loop. */
    void losses(Consumer<String> listener) {
        lossListener = listener;
    }

    /** Drops all connections and waits until they are gone here. */
    @Override
    public void close() {
        loop.call(() -> {
            devices.forEach(Device::close);
            devices.clear();
            return true;
        });
        if (!losses.isEmpty()) {
            System.err.println(name + ": " + losses.size() + " devices were lost, the first one so: " + losses.get(0));
        }
    }

    /** One call of {@link #connect}; on the event loop. */
    private final class Storm implements Device.Listener {

        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final int count;
        private int started;
        private int registered;

        Storm(int count) {
            this.count = count;
        }

        void start() {
            for (int i = 0; i < ON_THE_WAY; i++) {
                connectNext();
            }
        }

        @Override
        public void registered(Device device) {
            registered++;
            if (registered == count) {
                done.complete(null);
            } else {
                connectNext();
            }
        }

        @Override
        public void failed(Device device, String reason) {
            String text = "Device " + device.id() + ": " + reason;
            if (!done.completeExceptionally(new IllegalStateException(text))) {
                losses.add(text);
                lossListener.accept(text);
            }
        }

        private void connectNext() {
            if (started == count || done.isDone()) {
                return;
            }
            started++;
            Device device = new Device("%s-%05d".formatted(name, devices.size()), codec, this);
            devices.add(device);
            loop.connect(target, new WebSocketUpgrade(upgrade, device)).addListener(future -> {
                if (!future.isSuccess()) {
                    device.failed("Cannot connect: " + future.cause());
                }
            });
        }
    }
}
