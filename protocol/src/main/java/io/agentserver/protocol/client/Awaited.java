package io.agentserver.protocol.client;

import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one connection waits for, by the id the answer will carry. On its event loop only. */
final class Awaited<T extends @Nullable Object> {

    private final Map<String, Waiter<T>> waiters = new HashMap<>(4);

    /**
     * Waits for the answer to that id.
     *
     * @return null when somebody waits for it already
     */
    @Nullable
    Waiter<T> add(String id, Consumer<T> answered, Consumer<Throwable> failed) {
        Waiter<T> waiter = new Waiter<>(this, id, answered, failed);
        return waiters.putIfAbsent(id, waiter) == null ? waiter : null;
    }

    /** Gives the waiter under that id, if there is one, something it goes on waiting after. Once: more is ignored. */
    void tell(String id, T news) {
        Waiter<T> waiter = waiters.get(id);
        if (waiter != null && !waiter.told) {
            waiter.told = true;
            waiter.answered.accept(news);
        }
    }

    /** Gives the waiter under that id, if there is one, what it waited for. */
    void answer(String id, T answer) {
        Waiter<T> waiter = waiters.get(id);
        if (waiter != null && waiter.remove()) {
            waiter.answered.accept(answer);
        }
    }

    void failAll(Throwable cause) {
        for (Waiter<T> waiter : List.copyOf(waiters.values())) {
            waiter.fail(cause);
        }
    }

    /** One that waits, until it is answered, fails or is removed, whichever comes first. */
    static final class Waiter<T extends @Nullable Object> {

        private final Awaited<T> all;
        private final String id;
        private final Consumer<T> answered;
        private final Consumer<Throwable> failed;
        private @Nullable Future<?> deadline;
        private boolean told;

        private Waiter(Awaited<T> all, String id, Consumer<T> answered, Consumer<Throwable> failed) {
            this.all = all;
            this.id = id;
            this.answered = answered;
            this.failed = failed;
        }

        void failAfter(Link link, Duration timeout, Supplier<Throwable> cause) {
            deadline = link.schedule(() -> fail(cause.get()), timeout);
        }

        void fail(Throwable cause) {
            if (remove()) {
                failed.accept(cause);
            }
        }

        /** Waits no longer; whether it still did. */
        boolean remove() {
            boolean waited = all.waiters.remove(id, this);
            if (waited && deadline != null) {
                deadline.cancel(false);
            }
            return waited;
        }
    }
}
