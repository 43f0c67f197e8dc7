package io.agentserver.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** BlockHound is on in every module that has it on its test class path. */
class BlockingTest {

    @Test
    void waitingOnANonBlockingThreadFails() {
        Mono<Void> waiting = Mono.<Void>fromRunnable(BlockingTest::waitForEver).subscribeOn(Schedulers.parallel());

        assertThatThrownBy(waiting::block).hasRootCauseInstanceOf(BlockingOperationError.class);
    }

    @Test
    void mintingAnIdDoesNot() {
        Mono<UUID> minting = Mono.fromCallable(UUID::randomUUID).subscribeOn(Schedulers.parallel());

        assertThat(minting.block()).isNotNull();
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
