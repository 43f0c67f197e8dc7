package io.agentserver.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.SessionState;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SessionCountsTest {

    private final SessionCounts counts = new SessionCounts();

    @Test
    void countsWhatHasNotEnded() {
        counts.entered(SessionState.CREATED);
        counts.entered(SessionState.CREATED);
        counts.entered(SessionState.RUNNING);
        counts.moved(SessionState.CREATED, SessionState.DISPATCHED);
        counts.moved(SessionState.RUNNING, SessionState.COMPLETED);

        assertThat(counts.current())
                .isEqualTo(Map.of(SessionState.CREATED, 1, SessionState.DISPATCHED, 1, SessionState.RUNNING, 0));
    }

    @Test
    void aSessionThatMovesIsCountedOnceAtEveryMoment() {
        counts.entered(SessionState.CREATED);
        CompletableFuture<Void> moving = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 200_000; i++) {
                counts.moved(SessionState.CREATED, SessionState.RUNNING);
                counts.moved(SessionState.RUNNING, SessionState.CREATED);
            }
        });

        do {
            assertThat(counts.current().values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(1);
        } while (!moving.isDone());
        moving.join();
        assertThat(counts.current()).containsEntry(SessionState.CREATED, 1);
    }
}
