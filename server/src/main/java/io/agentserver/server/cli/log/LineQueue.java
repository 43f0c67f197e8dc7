package io.agentserver.server.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Lines on their way to one output, bounded by what they weigh in memory. Never waits: what does not fit is refused. The last
 * quarter is for warnings and worse, so that a flood of small talk does not cost them. Many threads offer, one polls.
 */
final class LineQueue {

    /** About what an event and its place in the queue take besides its texts. */
    private static final int EVENT_BYTES = 400;

    /** About what a stack trace takes. */
    private static final int TRACE_BYTES = 8_192;

    private final Queue<ILoggingEvent> lines = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final long capacity;

    /** @param capacity in bytes of memory, more or less */
    LineQueue(long capacity) {
        this.capacity = capacity;
    }

    /** Takes a line, unless there is no room for one of its level. */
    boolean offer(ILoggingEvent event, PythonLevel level) {
        long limit = PythonLevel.WARNING.includes(level) ? capacity : capacity - capacity / 4;
        if (bytes.get() >= limit) {
            return false; // Before anything is computed: this is the way that must be cheap.
        }
        long weight = weight(event);
        if (bytes.addAndGet(weight) > limit) {
            bytes.addAndGet(-weight);
            return false;
        }
        lines.add(event);
        return true;
    }

    /** The next line; null when there is none. */
    @Nullable
    ILoggingEvent poll() {
        ILoggingEvent event = lines.poll();
        if (event != null) {
            bytes.addAndGet(-weight(event));
        }
        return event;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Whether half of it is free again. */
    boolean hasRoom() {
        return bytes.get() < capacity / 2;
    }

    /** The same at every call for one event. */
    private static long weight(ILoggingEvent event) {
        long characters = event.getFormattedMessage() == null
                ? 0
                : event.getFormattedMessage().length();
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                characters += 32 + (pair.value instanceof CharSequence text ? text.length() : 0);
            }
        }
        return EVENT_BYTES + 2 * characters + (event.getThrowableProxy() == null ? 0 : TRACE_BYTES);
    }
}
