package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.Check;
import io.agentserver.loadtest.Reply;
import io.agentserver.loadtest.Session;
import io.agentserver.loadtest.Step;
import org.jspecify.annotations.Nullable;

/** One request from its planned start to its end, which comes exactly once. Confined to its shard's thread. */
final class Call {

    /** Holds a connection for a call. */
    interface Holder {

        /** The call has ended without the answer: whatever may still come for it must not be taken for another's. */
        void abandoned(Call call);
    }

    private final Shard shard;
    private final RequestStats stats;
    private final @Nullable RequestNode node;
    private final User user;
    private final long planned;
    private long sentAt;
    private boolean sent;
    private boolean ended;
    private boolean good;
    private @Nullable Holder holder;

    // Its neighbours; the business of CallsUnderWay.
    @Nullable
    Call before;

    @Nullable
    Call after;

    /**
     * @param node the step whose request it is and whose end lets the user go on; null for a part of another call
     */
    Call(Shard shard, RequestStats stats, @Nullable RequestNode node, User user, long planned) {
        this.shard = shard;
        this.stats = stats;
        this.node = node;
        this.user = user;
        this.planned = planned;
    }

    Step.Request request() {
        if (node == null) {
            throw new IllegalStateException("A part of a call has no step");
        }
        return node.request();
    }

    RequestNode node() {
        if (node == null) {
            throw new IllegalStateException("A part of a call has no step");
        }
        return node;
    }

    User user() {
        return user;
    }

    Session session() {
        return user.session();
    }

    long planned() {
        return planned;
    }

    boolean isEnded() {
        return ended;
    }

    /** Whether it has ended without a good answer. */
    boolean hasFailed() {
        return ended && !good;
    }

    /** From now on that one is told when the call ends without an answer. */
    void heldBy(@Nullable Holder value) {
        holder = value;
    }

    /** Its bytes are on their way. */
    void sent() {
        if (!sent && !ended) {
            sent = true;
            sentAt = shard.now();
            stats.sent(sentAt);
        }
    }

    /** The answer is there: whether it is good, the checks decide. */
    void answered(Reply reply) {
        if (ended) {
            return;
        }
        Session session = user.session();
        if (node != null) {
            for (Check check : node.request().checks()) {
                Session next = check.apply(reply, session);
                if (next == null) {
                    failed(Errors.CHECK);
                    return;
                }
                session = next;
            }
        }
        good = true;
        long now = end();
        stats.ok(planned, sent ? sentAt : planned, now);
        shard.succeeded(now);
        goOn(session, now, false);
    }

    /** It ended without a good answer. */
    void failed(String kind) {
        if (ended) {
            return;
        }
        long now = end();
        stats.ko(planned, kind);
        if (Errors.meansNoServer(kind)) {
            shard.lost(now);
        }
        goOn(user.session().markAsFailed(), now, Errors.meansNoServer(kind));
    }

    /** It has been waited for long enough. */
    void timedOut() {
        Holder held = holder;
        if (!ended) {
            long now = end();
            if (sent) {
                stats.timedOut(planned, sentAt, now, Errors.TIMEOUT);
            } else {
                stats.timedOutUnsent(planned, now, Errors.TIMEOUT);
            }
            // Others may have been answered since it was asked.
            shard.lost(planned);
            abandon(held);
            goOn(user.session().markAsFailed(), now, true);
        }
    }

    /** Nothing more will be waited for. */
    void interrupted() {
        Holder held = holder;
        if (!ended) {
            end();
            if (sent) {
                stats.ko(planned, Errors.INTERRUPTED);
            } else {
                stats.unsent(planned);
            }
            abandon(held);
            user.end();
        }
    }

    /** Too much waits already: it is given up before anything is sent. */
    void refused() {
        if (!ended) {
            long now = end();
            stats.unsent(planned);
            goOn(user.session().markAsFailed(), now, false);
        }
    }

    private void abandon(@Nullable Holder held) {
        if (held != null) {
            held.abandoned(this);
        }
    }

    private long end() {
        ended = true;
        holder = null;
        shard.ended(this);
        return shard.now();
    }

    private void goOn(Session session, long now, boolean noServer) {
        if (node != null) {
            user.requestEnded(session, now, noServer, node.next());
        }
    }
}
