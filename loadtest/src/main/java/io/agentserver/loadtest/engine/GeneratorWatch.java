package io.agentserver.loadtest.engine;

import com.sun.management.OperatingSystemMXBean;
import io.agentserver.loadtest.stats.GeneratorHealth;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** How busy this process and the machine are, and how long the collector stops us: the generator distrusts itself. */
final class GeneratorWatch {

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final int cores = Runtime.getRuntime().availableProcessors();
    private final List<GeneratorHealth.Sample> samples = new ArrayList<>();
    private Reading last = read();
    private Reading windowBegin = last;
    private Reading windowEnd = last;

    private record Reading(long nanos, long cpuNanos, ProcFiles.MachineTime machine, long gcMillis, long gcPauses) {}

    private Reading read() {
        long gcMillis = 0;
        long gcPauses = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            gcMillis += Math.max(0, collector.getCollectionTime());
            gcPauses += Math.max(0, collector.getCollectionCount());
        }
        return new Reading(System.nanoTime(), system.getProcessCpuTime(), ProcFiles.machine(), gcMillis, gcPauses);
    }

    /** A second is over. */
    void second(int index, long lagMaxMicros) {
        Reading now = read();
        samples.add(new GeneratorHealth.Sample(
                index, cpu(last, now), lagMaxMicros / 1e3, now.gcMillis() - last.gcMillis()));
        last = now;
    }

    void windowBegins() {
        windowBegin = read();
    }

    void windowEnds() {
        windowEnd = read();
    }

    private double cpu(Reading from, Reading to) {
        long elapsed = to.nanos() - from.nanos();
        return elapsed <= 0 ? 0 : (to.cpuNanos() - from.cpuNanos()) / (double) elapsed / cores;
    }

    /** What it came to, with how late the event loops were. */
    GeneratorHealth health(Histogram lag) {
        long ticks = windowEnd.machine().all() - windowBegin.machine().all();
        double machine = ticks <= 0
                ? -1
                : (windowEnd.machine().busy() - windowBegin.machine().busy()) / (double) ticks;
        return new GeneratorHealth(
                cpu(windowBegin, windowEnd),
                machine,
                lag.getValueAtPercentile(99) / 1e3,
                lag.getMaxValue() / 1e3,
                windowEnd.gcMillis() - windowBegin.gcMillis(),
                windowEnd.gcPauses() - windowBegin.gcPauses(),
                ProcFiles.residentBytes().orElse(-1),
                List.copyOf(samples));
    }
}
