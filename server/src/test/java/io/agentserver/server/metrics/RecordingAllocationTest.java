package io.agentserver.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.agentserver.protocol.ClientMessageType;
import io.agentserver.protocol.ServerMessageType;
import io.agentserver.server.hub.ServerObserver;
import io.agentserver.server.hub.ServerObservers;
import io.agentserver.server.logging.EventLog;
import io.agentserver.server.testkit.HubKit;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is recorded of every message and every request costs no garbage, with all observers that a hub has. */
class RecordingAllocationTest {

    private static final int TIMES = 50_000;

    /** Less than one object in ten recordings; time windows that turn over may make a few. */
    private static final long ALLOWED_BYTES = TIMES * 16L / 10;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final HubKit kit = new HubKit();
    private final HubMetrics metrics = HubMetrics.in(null, kit.timing().nanoTime());
    private final ServerObserver observers = new ServerObservers(
            List.of(kit.snapshots(), kit.measurements(), new EventLog(), kit.journal(), metrics.observer()));

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void aMessageInAndOneOut() {
        assertThat(allocatedBy(() -> {
                    observers.messageReceived(ClientMessageType.HEARTBEAT, 287);
                    observers.messageSent(ServerMessageType.HEARTBEAT, 180);
                }))
                .isLessThan(ALLOWED_BYTES);
    }

    @Test
    void aRequest() {
        assertThat(allocatedBy(() -> observers.requestAnswered("/api/health", "GET", 200, 1_234_567)))
                .isLessThan(ALLOWED_BYTES);
    }

    /** The bytes that many recordings allocate once everything they need is there. */
    private long allocatedBy(Runnable recording) {
        repeat(recording);
        long before = threads.getCurrentThreadAllocatedBytes();
        repeat(recording);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static void repeat(Runnable recording) {
        for (int i = 0; i < TIMES; i++) {
            recording.run();
        }
    }
}
