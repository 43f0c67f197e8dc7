package io.agentserver.testing;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What Netty found leaking in this JVM. Sampling is Netty's own setting: the build runs tests with
 * {@code -Dio.netty.leakDetection.level=paranoid}, at which every buffer counts.
 */
final class Leaks {

    private static final long COLLECTION_WAIT_MILLIS = 1_000;

    private static final List<LeakDetector<?>> DETECTORS = new CopyOnWriteArrayList<>();
    private static final Queue<String> FOUND = new ConcurrentLinkedQueue<>();

    private Leaks() {}

    /** Has effect on resource types whose classes Netty has not initialised yet, so it must run before the tests. */
    static void watch() {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Factory());
    }

    /** Collects garbage, if anything was tracked since the last call, and answers the leaks not answered before. */
    static List<String> take() throws InterruptedException {
        boolean used = false;
        for (LeakDetector<?> detector : DETECTORS) {
            used |= detector.takeUsed();
        }
        if (used) {
            awaitCollection();
            DETECTORS.forEach(LeakDetector::report);
        }
        List<String> taken = new ArrayList<>();
        for (String leak = FOUND.poll(); leak != null; leak = FOUND.poll()) {
            taken.add(leak);
        }
        return taken;
    }

    /** Two rounds: what the first one finds unreachable may be the only holder of something the second one finds. */
    private static void awaitCollection() throws InterruptedException {
        for (int round = 0; round < 2; round++) {
            ReferenceQueue<Object> collected = new ReferenceQueue<>();
            PhantomReference<Object> sentinel = new PhantomReference<>(new Object(), collected);
            try {
                System.gc();
                collected.remove(COLLECTION_WAIT_MILLIS);
            } finally {
                Reference.reachabilityFence(sentinel);
            }
        }
    }

    private static final class Factory extends ResourceLeakDetectorFactory {

        @Override
        @SuppressWarnings("deprecation") // the only abstract one: the others end here
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                Class<T> type, int samplingInterval, long maxActive) {
            LeakDetector<T> detector = new LeakDetector<>(type, samplingInterval, FOUND::add);
            DETECTORS.add(detector);
            return detector;
        }
    }
}
