package io.agentserver.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.Disposable;

/** A device on a real socket and the scripted server it connects to. Ends both after each test. */
final class DeviceKit implements AfterEachCallback {

    static final String TIME = "\"timestamp\":\"2026-02-03T08:00:00.000001+00:00\"";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-03T08:00:00.000001Z"), ZoneOffset.UTC);

    final ScriptedServer server = ScriptedServer.start();
    final BlockingQueue<DeviceConnection> connected = new LinkedBlockingQueue<>();
    private Disposable connecting;

    DeviceClient device() {
        return DeviceClient.create(server.uri()).clientId("lab-pc-7").clock(CLOCK);
    }

    DeviceConnection connection() throws InterruptedException {
        DeviceConnection next = connected.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    /** Connects in the background, registers, and gives the server's side of it. */
    ScriptedServer.Peer connect(DeviceClient client) throws InterruptedException {
        connecting(client.connect().subscribe(connected::add));
        return server.accept().register();
    }

    /** What is to be cancelled after the test, unless another takes its place. */
    Disposable connecting(Disposable subscription) {
        connecting = subscription;
        return subscription;
    }

    @Override
    public void afterEach(ExtensionContext test) {
        if (connecting != null) {
            connecting.dispose();
        }
        connected.forEach(Disposable::dispose);
        server.close();
    }
}
