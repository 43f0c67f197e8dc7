package io.agentserver.testing;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/** Calls that BlockHound would report on an event loop although they do not wait there. Every line gives its reason. */
public final class BlockingAllowed implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        // Ids are random UUIDs; on Linux the generator reads /dev/urandom, which does not wait.
        builder.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes");
        // Cancelling a timer takes the lock of the timers' queue for a moment, as setting one does, which BlockHound
        // allows.
        builder.allowBlockingCallsInside("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove");
        // Netty's allocator: threads that need a new chunk at the same moment take turns for it.
        builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate");
    }
}
