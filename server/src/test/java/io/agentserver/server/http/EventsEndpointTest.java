package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.HubKit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The places of {@code /api/events}; what a stream says is tested over sockets. */
class EventsEndpointTest {

    private static final int MOST_STREAMS = 256;

    private final HubKit kit = new HubKit();
    private final EventsEndpoint endpoint = new EventsEndpoint(kit.journal(), kit.snapshots(), kit.timing());

    @Test
    void thoseWhoComeAtOnceGetNoMorePlacesThanThereAre() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 4 * MOST_STREAMS; i++) {
                calls.add(() -> endpoint.answer(Calls.get()));
            }
            int streams = 0;
            for (Future<Answer> answer : threads.invokeAll(calls)) {
                if (answer.get() instanceof Answer.Stream) {
                    streams++;
                } else {
                    assertThat(Calls.status(answer.get())).isEqualTo(503);
                }
            }
            assertThat(streams).isEqualTo(MOST_STREAMS);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aPlaceIsTakenFromTheRequestOnAndGivenBackAtTheEnd() {
        List<Answer.Stream> streams = new ArrayList<>();
        for (int i = 0; i < MOST_STREAMS; i++) {
            streams.add((Answer.Stream) endpoint.answer(Calls.get()));
        }
        assertThat(Calls.status(endpoint.answer(Calls.get()))).isEqualTo(503);

        streams.get(0).end().run();

        assertThat(endpoint.answer(Calls.get())).isInstanceOf(Answer.Stream.class);
        assertThat(Calls.status(endpoint.answer(Calls.get()))).isEqualTo(503);
    }
}
