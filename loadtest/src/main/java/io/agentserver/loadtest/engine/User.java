package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.Session;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One virtual user: where it is in its scenario and what it knows. A small state machine; steps that need no waiting run in a
 * loop, not deeper and deeper in the stack. Confined to its shard's thread.
 */
final class User {

    /** Started it and wants to know of its end. */
    interface Starter {

        /**
         * @param noServer whether its last request failed for want of a server
         */
        void userEnded(User user, boolean noServer);
    }

    /** One loop that the user is in. */
    static final class Round {
        final Node loop;
        final long until;
        long count;

        Round(Node loop, long until) {
            this.loop = loop;
            this.until = until;
        }
    }

    private final Shard shard;
    private final Starter starter;
    private Session session;
    private long planned;
    private @Nullable Node next;
    private boolean running;
    private boolean ended;
    private boolean noServer;
    private boolean failedAtOnce;
    private @Nullable ArrayDeque<Round> rounds;
    private @Nullable Peer connection;

    User(Shard shard, Starter starter, Session session, long planned) {
        this.shard = shard;
        this.starter = starter;
        this.session = session;
        this.planned = planned;
    }

    Shard shard() {
        return shard;
    }

    Session session() {
        return session;
    }

    void session(Session value) {
        session = value;
    }

    /** When its next request is planned: what it waits for itself is counted from here. */
    long planned() {
        return planned;
    }

    void planned(long value) {
        planned = value;
    }

    /** Its own connection, or null. */
    @Nullable
    Peer connection() {
        return connection;
    }

    void connection(@Nullable Peer value) {
        connection = value;
    }

    /** Whether its last request failed before anything was waited for. */
    boolean failedAtOnce() {
        return failedAtOnce;
    }

    void failedAtOnce(boolean value) {
        failedAtOnce = value;
    }

    ArrayDeque<Round> rounds() {
        if (rounds == null) {
            rounds = new ArrayDeque<>(2);
        }
        return rounds;
    }

    /** A request is over: the next one is planned from now. */
    void requestEnded(Session after, long now, boolean wantOfServer, Node following) {
        session = after;
        planned = now;
        noServer = wantOfServer;
        go(following);
    }

    /** Goes on with that step: at once, or, called from within a step, when that has returned. */
    void go(Node step) {
        next = step;
        if (running) {
            return;
        }
        running = true;
        try {
            for (Node now = next; now != null && !ended; now = next) {
                next = null;
                now.run(this);
            }
        } catch (RuntimeException e) {
            // Whatever it is, it must not end the source of all users that follow.
            shard.fault(e);
            session = session.markAsFailed();
            end();
        } finally {
            running = false;
        }
    }

    /** Ends it. */
    void end() {
        if (!ended) {
            ended = true;
            next = null;
            shard.userEnded(this);
            starter.userEnded(this, noServer);
        }
    }
}
