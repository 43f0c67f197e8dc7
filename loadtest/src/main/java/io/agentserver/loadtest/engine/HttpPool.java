package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.net.HttpLink;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The kept-alive connections of one shard: opened as needed up to a bound, the one used last first. Jobs that find none wait in
 * order.
 */
final class HttpPool {

    /** How long a refused connect counts as the answer to those that follow: a dead server costs no more than that. */
    private static final long REFUSAL_COUNTS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** A connect costs several times what a request does: a generator that catches up by connecting falls further behind. */
    private static final int OPENED_IN_ONE_TURN = 8;

    private final Function<HttpLink.Owner, HttpLink> opener;
    private final Shard shard;
    private final int most;
    private final ArrayDeque<Slot> idle = new ArrayDeque<>();
    private final ArrayDeque<HttpJob> waiting = new ArrayDeque<>();
    private final Set<Slot> slots = new HashSet<>();
    private int connecting;
    private int connected;
    private boolean opening;
    private long refusedUntil;
    private boolean refused;
    private String refusal = Errors.CONNECT_FAILED;
    private boolean closed;

    /**
     * @param opener begins to open a connection, on the shard's thread
     * @param most how many it may open
     */
    HttpPool(Function<HttpLink.Owner, HttpLink> opener, Shard shard, int most) {
        this.opener = opener;
        this.shard = shard;
        this.most = most;
    }

    /** Sends it as soon as there is a connection for it. */
    void submit(HttpJob job) {
        Slot slot = idle.pollLast();
        if (slot != null) {
            slot.send(job);
        } else if (refused && connected == 0 && shard.now() - refusedUntil < 0) {
            job.failed(refusal);
        } else if (!shard.mayWait()) {
            job.refused();
        } else {
            shard.waiting(1);
            waiting.add(job);
            openAsNeeded();
        }
    }

    /** In the loop's next turn: by then an answer may have freed a connection. */
    private void openAsNeeded() {
        if (!opening && isOneNeeded()) {
            opening = true;
            shard.scheduler().at(shard.now(), this::openSome);
        }
    }

    private boolean isOneNeeded() {
        return !closed && connecting < waiting.size() && slots.size() < most;
    }

    private void openSome() {
        opening = false;
        for (int i = 0; i < OPENED_IN_ONE_TURN && isOneNeeded(); i++) {
            Slot slot = new Slot();
            slots.add(slot);
            connecting++;
            slot.link = opener.apply(slot);
        }
        openAsNeeded();
    }

    private @Nullable HttpJob nextWaiting() {
        HttpJob job = waiting.poll();
        while (job != null) {
            shard.waiting(-1);
            if (!job.isOver()) {
                return job;
            }
            job = waiting.poll();
        }
        return null;
    }

    private void free(Slot slot) {
        HttpJob job = nextWaiting();
        if (job == null) {
            idle.add(slot);
        } else {
            slot.send(job);
        }
    }

    /** A refused connect is the answer to the request that has waited longest. */
    private void connectFailed(String kind) {
        refused = true;
        refusal = kind;
        refusedUntil = shard.now() + REFUSAL_COUNTS_NANOS;
        HttpJob job = nextWaiting();
        if (job != null) {
            job.failed(kind);
        }
    }

    /** Drops every connection. Jobs that wait are not answered: nobody has refused them. */
    void close() {
        closed = true;
        List.copyOf(slots).forEach(Slot::close);
    }

    /** One connection. */
    private final class Slot implements HttpLink.Owner, Call.Holder {

        private @Nullable HttpLink link;
        private @Nullable HttpJob job;
        private boolean open;

        void send(HttpJob next) {
            HttpLink over = link;
            if (over == null) {
                throw new IllegalStateException("A slot is only free when it is connected");
            }
            job = next;
            next.sending(this);
            over.send(next.bytes(), next.wantsBody(), next.isHead());
        }

        void close() {
            if (link != null) {
                link.drop();
            }
        }

        @Override
        public void connected(HttpLink opened) {
            link = opened;
            open = true;
            connecting--;
            connected++;
            refused = false;
            free(this);
        }

        @Override
        public void answered(HttpLink from, int status, byte[] body) {
            HttpJob done = job;
            job = null;
            if (from.reusable()) {
                free(this);
            } else {
                from.drop();
            }
            if (done != null) {
                done.answered(status, body);
            }
        }

        @Override
        public void ended(HttpLink from, HttpLink.End end) {
            slots.remove(this);
            idle.remove(this);
            if (open) {
                connected--;
            } else {
                connecting--;
                if (!closed) {
                    connectFailed(end == HttpLink.End.NO_SOCKET ? Errors.NO_SOCKET : Errors.CONNECT_FAILED);
                }
            }
            HttpJob cut = job;
            job = null;
            if (cut != null && end == HttpLink.End.STALE && cut.isRepeatable() && !cut.isOver() && !closed) {
                shard.waiting(1);
                waiting.addFirst(cut);
            } else if (cut != null) {
                cut.failed(kind(end));
            }
            openAsNeeded();
        }

        private static String kind(HttpLink.End end) {
            return switch (end) {
                case BAD_ANSWER -> Errors.BAD_ANSWER;
                case TLS_FAILED -> Errors.TLS_FAILED;
                case CONNECT_FAILED -> Errors.CONNECT_FAILED;
                case NO_SOCKET -> Errors.NO_SOCKET;
                case LOST, STALE -> Errors.CONNECTION_LOST;
            };
        }

        /** The answer may still come, so the connection can serve nobody else. */
        @Override
        public void abandoned(Call call) {
            job = null;
            close();
        }
    }
}
