package io.agentserver.protocol.client;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** One connection after the other, as a {@link ReconnectSchedule} says. */
final class Reconnecting {

    private static final Logger log = LoggerFactory.getLogger(Reconnecting.class);

    private Reconnecting() {}

    /**
     * Emits each connection and goes on to the next when that one ended.
     *
     * @param connect makes one connection per subscription
     * @param ended fails when its connection has ended
     * @param close ends its connection if it has not ended; called when the subscriber cancels
     */
    static <T> Flux<T> connections(
            Mono<T> connect,
            Function<T, Mono<T>> ended,
            Consumer<T> close,
            ReconnectSchedule schedule,
            Scheduler scheduler,
            String clientId) {
        return connect.flatMapMany(connection -> Flux.concat(Mono.just(connection), ended.apply(connection))
                        .doOnCancel(() -> close.accept(connection)))
                .retryWhen(Retry.from(failures -> failures.concatMap(failure -> pause(
                        // In a row: a connection that was emitted starts the count again.
                        Math.toIntExact(failure.totalRetriesInARow() + 1),
                        failure.failure(),
                        schedule,
                        scheduler,
                        clientId))));
    }

    private static Mono<Long> pause(
            int failures, Throwable cause, ReconnectSchedule schedule, Scheduler scheduler, String clientId) {
        Optional<Duration> pause = schedule.pause(failures);
        if (pause.isPresent()) {
            log.debug("client '{}' tries again in {}: {}", clientId, pause.get(), cause.getMessage());
            return Mono.delay(pause.get(), scheduler);
        }
        return Mono.error(failures == 1 ? cause : new ReconnectFailedException(clientId, failures, cause));
    }
}
