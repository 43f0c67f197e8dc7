package io.agentserver.loadtest.engine;

import org.jspecify.annotations.Nullable;

/**
 * The calls under way in the order in which they began, which is that of their planned times but for the thread's lateness. Any
 * of them may be the next to end, so that each is linked to its neighbours. Confined to its shard's thread.
 */
final class CallsUnderWay {

    private @Nullable Call oldest;
    private @Nullable Call newest;
    private int size;

    void add(Call call) {
        call.before = newest;
        if (newest == null) {
            oldest = call;
        } else {
            newest.after = call;
        }
        newest = call;
        size++;
    }

    void remove(Call call) {
        if (call.before == null) {
            oldest = call.after;
        } else {
            call.before.after = call.after;
        }
        if (call.after == null) {
            newest = call.before;
        } else {
            call.after.before = call.before;
        }
        call.before = null;
        call.after = null;
        size--;
    }

    @Nullable
    Call oldest() {
        return oldest;
    }

    int size() {
        return size;
    }

    /** Whether one of them may be planned inside that window. */
    boolean overlap(Window window) {
        return oldest != null && newest != null && window.overlaps(oldest.planned(), newest.planned() + 1);
    }
}
