package io.agentserver.testing;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakTracker;
import java.util.function.Consumer;

/**
 * Netty's own leak detector, which hands its reports on instead of logging them. Netty makes one for each kind
 * of resource; its methods run on whatever thread allocates.
 */
final class LeakDetector<T> extends ResourceLeakDetector<T> {

    private final Consumer<String> leaks;
    private volatile boolean used;

    LeakDetector(Class<T> resourceType, int samplingInterval, Consumer<String> leaks) {
        super(resourceType, samplingInterval);
        this.leaks = leaks;
    }

    @Override
    public ResourceLeakTracker<T> track(T resource) {
        used = true;
        return super.track(resource);
    }

    /** Whether anything was tracked since the last call. */
    boolean takeUsed() {
        boolean was = used;
        used = false;
        return was;
    }

    /** Makes the detector look through what the collector has found: it does so whenever something is tracked. */
    @SuppressWarnings("unchecked")
    void report() {
        T probe = (T) new Object();
        ResourceLeakTracker<T> tracker = super.track(probe);
        if (tracker != null) {
            tracker.close(probe);
        }
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        leaks.accept("LEAK: " + resourceType + " was never released. Accessed at:" + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        leaks.accept("LEAK: " + resourceType + " was never released");
    }
}
