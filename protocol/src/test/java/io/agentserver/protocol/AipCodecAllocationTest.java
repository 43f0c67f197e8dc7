package io.agentserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Target P-12: what a message of about 300 bytes costs in memory once the JVM is warm. */
class AipCodecAllocationTest {

    private static final int WARM_UP = 50_000;
    private static final int MEASURED = 10_000;

    private final AipCodec codec = AipCodec.create();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Keeps the JIT from leaving out what nobody looks at. */
    private Object last;

    @Test
    void readingAHeartbeatAllocatesAtMost400Bytes() {
        byte[] heartbeat = Goldens.client("heartbeat");
        byte[] ofGalaxy = Goldens.client("heartbeat-constellation");

        assertThat(bytesPerCall(() -> codec.decodeClient(heartbeat, 0, heartbeat.length)))
                .isLessThanOrEqualTo(400);
        assertThat(bytesPerCall(() -> codec.decodeClient(ofGalaxy, 0, ofGalaxy.length)))
                .isLessThanOrEqualTo(400);
    }

    @Test
    void readingOtherSmallMessagesAllocatesNoMoreThanWhatTheyHold() {
        byte[] task = Goldens.client("task-constellation");
        byte[] ack = Goldens.server("heartbeat-ack");

        assertThat(bytesPerCall(() -> codec.decodeClientOwned(task))).isLessThanOrEqualTo(600);
        assertThat(bytesPerCall(() -> codec.decodeServerOwned(ack))).isLessThanOrEqualTo(400);
    }

    @Test
    void writingAllocatesTheBytesWritten() {
        ServerMessage ack = Goldens.serverMessages().get("heartbeat-ack");

        assertThat(bytesPerCall(() -> codec.encode(ack)))
                .isLessThanOrEqualTo(codec.encode(ack).lengthBytes() + 100);
    }

    private long bytesPerCall(Supplier<?> call) {
        repeat(call, WARM_UP);
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        repeat(call, MEASURED);
        return (threads.getThreadAllocatedBytes(thread) - before) / MEASURED;
    }

    private void repeat(Supplier<?> call, int times) {
        for (int i = 0; i < times; i++) {
            last = call.get();
        }
        assertThat(last).isNotNull();
    }
}
