package io.agentserver.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.RawJson;
import io.agentserver.server.ClientInfo;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.ServerEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The journal behind {@code /api/events}: resumed from a bounded buffer, never a queue that grows. */
class EventJournalTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final EventJournal journal = new EventJournal(time);

    @Test
    void givesALiveReaderWhatHappensFromNowOn() {
        append(3);
        StepVerifier.create(journal.live().map(JournalEntry::id))
                .then(() -> append(2))
                .then(time::advanceTime)
                .expectNext(4L, 5L)
                .thenCancel()
                .verify();
    }

    @Test
    void resumesAfterAnEvent() {
        append(10);
        StepVerifier.create(journal.after(7).map(JournalEntry::id))
                .then(time::advanceTime)
                .expectNext(8L, 9L, 10L)
                .thenCancel()
                .verify();
    }

    @Test
    void tellsHowManyEventsAreMissingToOneWhoWasAwayTooLong() {
        append(EventJournal.CAPACITY + 100);

        List<JournalEntry> read = new ArrayList<>();
        journal.after(40).take(2).subscribe(read::add);
        time.advanceTime();

        assertThat(read).extracting(JournalEntry::id).containsExactly(101L, 102L);
        assertThat(read).extracting(JournalEntry::missed).containsExactly(60L, 0L);
        assertThat(journal.missedEvents()).isEqualTo(60);
    }

    @Test
    void holdsNoMoreThanSoManyBytesWhateverClientsSayOfThemselves() {
        RawJson large = RawJson.of("\"" + "x".repeat(1_024 * 1_024) + "\"");
        int fit = (int) (EventJournal.MOST_BYTES / (1_024 * 1_024)) - 1;
        List<JournalEntry> read = new ArrayList<>();
        append(10);
        for (int i = 0; i < 100; i++) {
            journal.clientRegistered(
                    new ClientInfo("large" + i, ClientType.DEVICE, "linux", Instant.EPOCH, null, large));
        }

        journal.after(5).subscribe(read::add);
        time.advanceTime();

        assertThat(read).hasSize(fit);
        assertThat(read.get(0).missed()).isEqualTo(105 - fit).isEqualTo(journal.missedEvents());
        assertThat(read.get(fit - 1).id()).isEqualTo(110);
        append(1);
        time.advanceTime();
        assertThat(read.get(fit).id()).isEqualTo(111);
        assertThat(read.get(fit).missed()).isZero();
    }

    @Test
    void keepsTheLatestEventWhateverItTakes() {
        RawJson huge = RawJson.of("\"" + "x".repeat((int) EventJournal.MOST_BYTES) + "\"");
        append(1);
        journal.clientRegistered(new ClientInfo("huge", ClientType.DEVICE, "linux", Instant.EPOCH, null, huge));
        List<JournalEntry> read = new ArrayList<>();

        journal.after(0).subscribe(read::add);
        time.advanceTime();

        assertThat(read).singleElement().extracting(JournalEntry::id).isEqualTo(2L);
    }

    @Test
    void letsASlowReaderMissEventsAndHoldsUpNobody() {
        List<JournalEntry> slow = new ArrayList<>();
        BaseSubscriber<JournalEntry> slowReader = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            protected void hookOnNext(JournalEntry entry) {
                slow.add(entry);
            }
        };
        journal.live().subscribe(slowReader);
        List<Long> fast = new ArrayList<>();
        journal.live().subscribe(entry -> fast.add(entry.id()));
        int events = 3 * EventJournal.CAPACITY;
        for (int i = 0; i < events; i++) {
            append(1);
            time.advanceTime();
        }
        slowReader.request(1);
        time.advanceTime();

        assertThat(fast)
                .hasSize(events)
                .isEqualTo(LongStream.rangeClosed(1, events).boxed().toList());
        assertThat(slow).extracting(JournalEntry::id).containsExactly(1L, events - EventJournal.CAPACITY + 1L);
        assertThat(slow.get(1).missed()).isEqualTo(events - EventJournal.CAPACITY - 1L);
    }

    @Test
    void completesReadersWhenClosedOnceTheyHaveReadWhatThereIs() {
        StepVerifier.create(journal.live().map(JournalEntry::event))
                .then(() -> append(1))
                .then(journal::close)
                .then(time::advanceTime)
                .expectNextMatches(ServerEvent.ClientDisconnected.class::isInstance)
                .verifyComplete();
    }

    @Test
    void startsAtTheBeginningForAnIdThatWasNeverGiven() {
        append(3);
        StepVerifier.create(journal.after(1_000_000).map(JournalEntry::id))
                .then(() -> append(1))
                .then(time::advanceTime)
                .expectNext(1L, 2L, 3L, 4L)
                .thenCancel()
                .verify();
    }

    private void append(int count) {
        IntStream.range(0, count)
                .forEach(i -> journal.clientDisconnected(
                        new ClientInfo("c", ClientType.DEVICE, "linux", Instant.EPOCH, null, null),
                        DisconnectReason.CLOSED));
    }
}
