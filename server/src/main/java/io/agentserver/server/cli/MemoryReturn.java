package io.agentserver.server.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps this process about as large as what it holds. A JVM collects when it runs out of room and keeps the room it once
 * took: after a storm of registrations, or when a fleet has left, most of the process would be garbage until the next
 * collection, which in an idle hub may be hours away. So the heap keeps little room to spare, and is collected once when
 * many clients have come or gone and it is quiet again. {@code -XX:+DisableExplicitGC} switches the collections off; a ratio
 * set on the command line stays as it is.
 */
final class MemoryReturn {

    /** A smaller change is not worth a collection. */
    static final int LEAST_CHANGE = 1_000;

    /** How long the number of clients must have stood still. */
    static final Duration QUIET = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(MemoryReturn.class);
    private static final String MIN_FREE_PERCENT = "10";
    private static final String MAX_FREE_PERCENT = "30";

    private MemoryReturn() {}

    /** Does so for as long as it is subscribed to; never emits. */
    static <T> Mono<T> keepSmall(Flux<Integer> clients) {
        return Mono.fromRunnable(MemoryReturn::keepLittleFreeHeap)
                .subscribeOn(Schedulers.boundedElastic())
                .thenMany(settled(clients, Schedulers.parallel()))
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(MemoryReturn::collect)
                .onErrorResume(e -> {
                    LOG.warn("Memory is not given back any more: {}", e.toString());
                    return Mono.empty();
                })
                .then(Mono.never());
    }

    /**
     * The number of clients whenever it has stood still and was far, at some time since, from what it was the last time: a
     * fleet that has come and gone at once leaves as much behind as one that stays.
     */
    static Flux<Integer> settled(Flux<Integer> clients, Scheduler timer) {
        return Flux.defer(() -> {
            Tide tide = new Tide();
            return clients.distinctUntilChanged()
                    .doOnNext(tide::sees)
                    .sampleTimeout(count -> Mono.delay(QUIET, timer))
                    .filter(tide::settles);
        });
    }

    /** How far the number of clients went since the last collection; seen by one thread, settled by another. */
    private static final class Tide {
        private int last;
        private int farthest;

        synchronized void sees(int count) {
            if (Math.abs(count - last) > Math.abs(farthest - last)) {
                farthest = count;
            }
        }

        /** Whether it went far; counts anew from here, then. */
        synchronized boolean settles(int count) {
            if (Math.abs(farthest - last) < Math.max(LEAST_CHANGE, last / 4)) {
                return false;
            }
            last = count;
            farthest = count;
            return true;
        }
    }

    private static void keepLittleFreeHeap() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        setUnlessGiven(jvm, "MinHeapFreeRatio", MIN_FREE_PERCENT);
        setUnlessGiven(jvm, "MaxHeapFreeRatio", MAX_FREE_PERCENT);
    }

    private static void setUnlessGiven(HotSpotDiagnosticMXBean jvm, String name, String value) {
        try {
            if (jvm.getVMOption(name).getOrigin() == VMOption.Origin.DEFAULT) {
                jvm.setVMOption(name, value);
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("This JVM keeps its own {}: {}", name, e.getMessage());
        }
    }

    private static void collect(int clients) {
        long before = committedBytes();
        System.gc();
        LOG.debug("Heap collected at {} clients: {} MiB, was {} MiB", clients, committedBytes() >> 20, before >> 20);
    }

    private static long committedBytes() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    }
}
