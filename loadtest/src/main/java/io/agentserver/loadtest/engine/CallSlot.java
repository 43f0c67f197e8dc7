package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.Reply;
import io.agentserver.protocol.MessageStatus;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A peer's place for the one measured request that it carries at a time, and what must come for that to be answered. Confined to
 * its shard's thread.
 */
final class CallSlot {

    /** What an answer is. */
    enum Awaited {
        NOTHING,
        REGISTRATION,
        HEARTBEAT,
        DEVICE_INFO,
        TASK_END
    }

    private @Nullable Call call;
    private Awaited awaited = Awaited.NOTHING;
    private String id = "";

    /** Takes a request on, which that peer holds and is about to send. */
    void begin(Call measured, Call.Holder holder, Awaited what, String answerId) {
        call = measured;
        awaited = what;
        id = answerId;
        measured.heldBy(holder);
        measured.sent();
    }

    boolean isFree() {
        return awaited == Awaited.NOTHING;
    }

    boolean awaits(Awaited what) {
        return awaited == what;
    }

    /** Whether an answer of that kind and id is the one. */
    boolean awaits(Awaited what, @Nullable String answerId) {
        return awaited == what && id.equals(answerId);
    }

    /** Whether the request takes any status for an answer, because it looks at it itself. */
    boolean checksStatus() {
        return call != null && call.request().checksStatus();
    }

    /** As much of a message as the request wants to see. */
    Reply reply(MessageStatus status, byte[] array, int length) {
        if (call == null || !call.request().wantsBody() && !call.request().checksStatus()) {
            return Shard.nothing();
        }
        byte[] body = call.request().wantsBody() ? Arrays.copyOf(array, length) : new byte[0];
        return new Reply(status.name().toLowerCase(Locale.ROOT), body);
    }

    /** Lets go of the request and returns it; null when there is none. */
    @Nullable
    Call end() {
        Call done = call;
        call = null;
        awaited = Awaited.NOTHING;
        id = "";
        return done;
    }
}
