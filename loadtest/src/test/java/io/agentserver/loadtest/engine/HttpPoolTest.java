package io.agentserver.loadtest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.net.HttpLink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How connections are opened, turn by turn of the event loop. */
final class HttpPoolTest {

    private static final long TIMEOUT = 1_000_000_000L;
    private static final int MAY_WAIT = 1_000;

    private final ArrayDeque<Runnable> turns = new ArrayDeque<>();
    private final List<HttpLink.Owner> opened = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private HttpPool pool(int most) {
        Scheduler scheduler = new Scheduler() {
            @Override
            public long now() {
                return 0;
            }

            @Override
            public void at(long nanos, Runnable task) {
                turns.add(task);
            }
        };
        Wire wire = new Wire() {
            @Override
            public void start(Call call) {
                throw new IllegalStateException("Nobody calls here");
            }

            @Override
            public void userEnded(User user) {
                throw new IllegalStateException("There are no users");
            }
        };
        Shard shard = new Shard(scheduler, wire, new Window(), List.of(), TIMEOUT, MAY_WAIT, 1, fault -> {
            throw fault;
        });
        return new HttpPool(
                owner -> {
                    opened.add(owner);
                    return noLink();
                },
                shard,
                most);
    }

    @SuppressWarnings("NullAway") // None of these connections comes about.
    private static HttpLink noLink() {
        return null;
    }

    private void submit(HttpPool pool, int jobs) {
        for (int i = 0; i < jobs; i++) {
            int number = i;
            pool.submit(new Job() {
                @Override
                public void failed(String kind) {
                    failures.add(number + " " + kind);
                }
            });
        }
    }

    private void turn() {
        turns.remove().run();
    }

    @Test
    void opensEightInATurnSoThatAnswersAreReadBetween() {
        submit(pool(100), 20);

        assertThat(opened).isEmpty();
        assertThat(turns).hasSize(1);
        turn();
        assertThat(opened).hasSize(8);
        turn();
        assertThat(opened).hasSize(16);
        turn();
        assertThat(opened).hasSize(20);
        assertThat(turns).isEmpty();
    }

    @Test
    void opensNoMoreThanItMay() {
        submit(pool(10), 20);

        turn();
        turn();
        assertThat(opened).hasSize(10);
        assertThat(turns).isEmpty();
    }

    @Test
    void aFailedConnectAnswersTheOldestJobAndMakesRoomForAnother() {
        submit(pool(1), 3);
        turn();

        opened.get(0).ended(noLink(), HttpLink.End.CONNECT_FAILED);

        assertThat(failures).containsExactly("0 " + Errors.CONNECT_FAILED);
        turn();
        assertThat(opened).hasSize(2);
    }

    @Test
    void opensNothingOnceItIsClosed() {
        HttpPool pool = pool(10);
        submit(pool, 1);
        pool.close();
        turn();

        assertThat(opened).isEmpty();
    }

    /** One that waits, with nothing of interest in it. */
    private abstract static class Job implements HttpJob {
        @Override
        public byte[] bytes() {
            return new byte[0];
        }

        @Override
        public boolean wantsBody() {
            return false;
        }

        @Override
        public boolean isHead() {
            return false;
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }

        @Override
        public boolean isOver() {
            return false;
        }

        @Override
        public void sending(Call.Holder holder) {
            throw new IllegalStateException("There is no connection");
        }

        @Override
        public void refused() {
            throw new IllegalStateException("More may wait");
        }

        @Override
        public void answered(int status, byte[] body) {
            throw new IllegalStateException("There is no connection");
        }
    }
}
