package io.agentserver.server.cli.log;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lines on their way to one output, bounded by what they weigh in memory. Never waits: what does not fit is refused. The last
 * quarter is for warnings and worse, so that a flood of small talk does not cost them. Many threads offer, one polls.
 */
final class LineQueue {

    private final Queue<LogLine> lines = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final long capacity;

    /** @param capacity in bytes of memory, more or less */
    LineQueue(long capacity) {
        this.capacity = capacity;
    }

    /** Takes a line, unless there is no room for one of its level. */
    boolean offer(LogLine line) {
        long limit = PythonLevel.WARNING.includes(line.level()) ? capacity : capacity - capacity / 4;
        if (bytes.get() >= limit) {
            return false; // Before anything is computed: this is the way that must be cheap.
        }
        long weight = line.weight();
        if (bytes.addAndGet(weight) > limit) {
            bytes.addAndGet(-weight);
            return false;
        }
        lines.add(line);
        return true;
    }

    /** The next line; null when there is none. */
    @Nullable
    LogLine poll() {
        LogLine line = lines.poll();
        if (line != null) {
            bytes.addAndGet(-line.weight());
        }
        return line;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Whether half of it is free again. */
    boolean hasRoom() {
        return bytes.get() < capacity / 2;
    }
}
