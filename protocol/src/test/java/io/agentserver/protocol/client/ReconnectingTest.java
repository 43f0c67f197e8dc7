package io.agentserver.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

class ReconnectingTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final List<Long> attempts = new ArrayList<>();
    private final Queue<Mono<String>> outcomes = new ArrayDeque<>();
    private final List<String> connected = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();

    private final Mono<String> connect = Mono.defer(() -> {
        attempts.add(time.now(java.util.concurrent.TimeUnit.SECONDS));
        Mono<String> next = outcomes.poll();
        return next == null ? Mono.error(new IllegalStateException("down")) : next;
    });

    @AfterEach
    void stop() {
        time.dispose();
    }

    private Flux<String> connections(ReconnectSchedule schedule, Function<String, Mono<String>> ended) {
        return Reconnecting.connections(connect, ended, closed::add, schedule, time, "lab-pc-7");
    }

    private Disposable run(ReconnectSchedule schedule, Function<String, Mono<String>> ended) {
        return connections(schedule, ended).subscribe(connected::add, errors::add);
    }

    @Test
    void triesWhenTheRealDeviceTriesAndThenGivesUp() {
        // Contract 8.1: attempts at 0, 2, 6, 14, 30 s, then the loop ends.
        run(ReconnectSchedule.exponential(5), name -> Mono.never());

        time.advanceTimeBy(Duration.ofSeconds(29));
        assertThat(errors).isEmpty();
        time.advanceTimeBy(Duration.ofHours(1));

        assertThat(attempts).containsExactly(0L, 2L, 6L, 14L, 30L);
        assertThat(errors)
                .singleElement()
                .isInstanceOf(ReconnectFailedException.class)
                .asString()
                .contains("client 'lab-pc-7' gave up after 5 failures in a row, the last: down");
    }

    @Test
    void reconnectsTwoSecondsAfterTheEndOfARegisteredConnection() {
        // Contract 8.1: a successful registration starts the count again.
        Sinks.One<String> end = Sinks.one();
        outcomes.add(Mono.error(new IllegalStateException("down")));
        outcomes.add(Mono.error(new IllegalStateException("down")));
        outcomes.add(Mono.just("first"));
        outcomes.add(Mono.just("second"));
        run(ReconnectSchedule.exponential(5), name -> name.equals("first") ? end.asMono() : Mono.never());
        time.advanceTimeBy(Duration.ofSeconds(94));
        assertThat(connected).containsExactly("first");

        end.tryEmitError(new IllegalStateException("closed by the server"));
        time.advanceTimeBy(Duration.ofMillis(1999));
        assertThat(connected).containsExactly("first");
        time.advanceTimeBy(Duration.ofMillis(1));

        assertThat(connected).containsExactly("first", "second");
        assertThat(attempts).containsExactly(0L, 2L, 6L, 96L);
    }

    @Test
    void cancellingEndsTheConnectionAndTriesNoMore() {
        outcomes.add(Mono.just("first"));
        Disposable run = run(ReconnectSchedule.forever(Duration.ofSeconds(1)), name -> Mono.never());
        assertThat(closed).isEmpty();

        run.dispose();
        time.advanceTimeBy(Duration.ofHours(1));

        assertThat(closed).containsExactly("first");
        assertThat(attempts).hasSize(1);
    }

    @Test
    void cancellingWhileAConnectionIsEmittedEndsItToo() {
        outcomes.add(Mono.just("first"));

        connections(ReconnectSchedule.never(), name -> Mono.never()).take(1).subscribe(connected::add, errors::add);

        assertThat(connected).containsExactly("first");
        assertThat(closed).containsExactly("first");
    }

    @Test
    void cancellingDuringAPauseTriesNoMore() {
        Disposable run = run(ReconnectSchedule.forever(Duration.ofSeconds(10)), name -> Mono.never());
        time.advanceTimeBy(Duration.ofSeconds(5));

        run.dispose();
        time.advanceTimeBy(Duration.ofHours(1));

        assertThat(attempts).hasSize(1);
        assertThat(errors).isEmpty();
    }

    @Test
    void withoutASecondAttemptTheFirstFailureIsTheError() {
        run(ReconnectSchedule.never(), name -> Mono.never());

        assertThat(errors).singleElement().isInstanceOf(IllegalStateException.class);
    }
}
