package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.Reply;
import io.agentserver.loadtest.engine.CallSlot.Awaited;
import io.agentserver.loadtest.net.AipDialer;
import io.agentserver.loadtest.net.AipIdentity;
import io.agentserver.loadtest.net.AipLink;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A simulated device or constellation: answers what the server asks of it, and carries one request at a time of ours. Confined
 * to its shard's thread.
 */
final class Peer implements AipLink.Owner, Call.Holder {

    /** Has peers and hears of them. */
    interface Keeper {

        /** It is registered and carries nothing. */
        void idle(Peer peer);

        /** Its connection is over. */
        void ended(Peer peer, String kind);
    }

    /** Hears that the session of a dispatched task has ended at the device. */
    interface TaskWaiter {

        void taskEnded(boolean completed);

        void failed(String kind);
    }

    private static final int THINK_AT_LEAST_MILLIS = 1_000;
    private static final int THINK_RANGE_MILLIS = 4_000;

    private final AipIdentity identity;
    private final Personality personality;
    private final Shard shard;
    private final FleetCounts counts;
    private final Keeper keeper;
    private final CallSlot slot = new CallSlot();
    private @Nullable AipLink link;
    private @Nullable TaskWaiter task;
    private boolean counted;

    Peer(AipIdentity identity, Personality personality, Shard shard, FleetCounts counts, Keeper keeper) {
        this.identity = identity;
        this.personality = personality;
        this.shard = shard;
        this.counts = counts;
        this.keeper = keeper;
    }

    AipIdentity identity() {
        return identity;
    }

    Personality personality() {
        return personality;
    }

    boolean isRegistered() {
        return link != null && link.isRegistered();
    }

    boolean isIdle() {
        return isRegistered() && slot.isFree() && task == null;
    }

    /** Whether its keeper counts it among the registered. */
    boolean isCounted() {
        return counted;
    }

    void counted(boolean value) {
        counted = value;
    }

    /** Connects and registers; the keeper hears of it. */
    void connect(AipDialer dialer) {
        link = dialer.open(identity, this);
    }

    /** The same as a measured request. */
    void connect(AipDialer dialer, Call measured) {
        slot.begin(measured, this, Awaited.REGISTRATION, "");
        connect(dialer);
    }

    /** Sends a heartbeat. */
    void heartbeat(Call measured) {
        slot.begin(measured, this, Awaited.HEARTBEAT, "");
        open().sendHeartbeat(shard.now());
    }

    /** Sends a heartbeat that nobody measures. */
    void heartbeatUnmeasured() {
        open().sendHeartbeat(shard.now());
    }

    /** Asks about the device. */
    void deviceInfo(Call measured, String requestId) {
        slot.begin(measured, this, Awaited.DEVICE_INFO, requestId);
        open().sendDeviceInfoRequest(requestId);
    }

    /** Has the device run a task. */
    void task(Call measured, String sessionId, String taskName, String request) {
        slot.begin(measured, this, Awaited.TASK_END, sessionId);
        open().sendTask(sessionId, taskName, request);
    }

    /** A task is being dispatched to this device: the next TASK_END is its. */
    void expectTask(TaskWaiter waiter) {
        task = waiter;
    }

    /** The dispatched task is over, or never came. */
    void forgetTask() {
        task = null;
        if (isIdle()) {
            keeper.idle(this);
        }
    }

    /** What becomes of the dispatched task is of no interest any more; what still comes for it must not be taken for another's. */
    void abandonTask() {
        task = null;
        drop();
    }

    private AipLink open() {
        AipLink now = link;
        if (now == null) {
            throw new IllegalStateException("Only a registered peer is asked to send");
        }
        return now;
    }

    /** Says goodbye. */
    void close() {
        if (link != null) {
            link.close();
        }
    }

    /** Drops the connection. */
    void drop() {
        if (link != null) {
            link.drop();
        }
    }

    @Override
    public void registered(AipLink registered) {
        link = registered;
        if (slot.awaits(Awaited.REGISTRATION)) {
            answered(Shard.nothing());
        } else {
            keeper.idle(this);
        }
    }

    @Override
    public void message(AipLink from, ServerMessage message, byte[] array, int length) {
        switch (message.type()) {
            case HEARTBEAT -> heartbeatAnswered((ServerMessage.Heartbeat) message, array, length);
            case TASK -> from.answer((ServerMessage.Task) message, counts.nextRequestId());
            case COMMAND -> commands(from, (ServerMessage.Commands) message);
            case TASK_END -> taskEnded((ServerMessage.TaskEnd) message, array, length);
            case DEVICE_INFO_RESPONSE -> deviceInfo((ServerMessage.DeviceInfoResponse) message, array, length);
            case ERROR -> errorMessage();
            case DEVICE_INFO_REQUEST -> {
                // No real client answers it (contract 3.7).
            }
        }
    }

    /** With a session id it acknowledges a TASK, which nobody measures. */
    private void heartbeatAnswered(ServerMessage.Heartbeat message, byte[] array, int length) {
        if (slot.awaits(Awaited.HEARTBEAT) && message.header().sessionId() == null) {
            answered(slot.reply(message.header().status(), array, length));
        }
    }

    private void commands(AipLink from, ServerMessage.Commands commands) {
        counts.commands++;
        switch (personality) {
            case SILENT -> {
                // That is what it is for.
            }
            case SLOW -> {
                long millis = THINK_AT_LEAST_MILLIS + shard.random().nextInt(THINK_RANGE_MILLIS);
                long until = shard.now() + TimeUnit.MILLISECONDS.toNanos(millis);
                shard.scheduler().at(until, () -> from.answer(commands, counts.nextRequestId()));
            }
            case PROMPT, FLAKY -> from.answer(commands, counts.nextRequestId());
        }
    }

    private void taskEnded(ServerMessage.TaskEnd message, byte[] array, int length) {
        boolean completed = message.header().status() == MessageStatus.COMPLETED && message.error() == null;
        String session = message.header().sessionId();
        TaskWaiter waiter = task;
        if (slot.awaits(Awaited.TASK_END, session)) {
            if (completed || slot.checksStatus()) {
                answered(slot.reply(message.header().status(), array, length));
            } else {
                failed(Errors.TASK_FAILED);
            }
        } else if (waiter != null && !isOfConstellation(session)) {
            waiter.taskEnded(completed);
        }
        if (!identity.constellation()) {
            counts.tasks++;
        }
    }

    /** A device also hears of the end of a constellation's session, named {@code run@task} (contract 3.9.6). */
    private static boolean isOfConstellation(@Nullable String session) {
        return session != null && session.indexOf('@') >= 0;
    }

    private void deviceInfo(ServerMessage.DeviceInfoResponse message, byte[] array, int length) {
        if (slot.awaits(Awaited.DEVICE_INFO, message.header().responseId())) {
            RawJson result = message.result();
            if (result == null || result.member("error") != null) {
                failed("no_device_info");
            } else {
                answered(slot.reply(message.header().status(), array, length));
            }
        }
    }

    /** What the server refuses is what was asked last. */
    private void errorMessage() {
        counts.errors++;
        TaskWaiter waiter = task;
        if (!slot.isFree()) {
            failed(Errors.ERROR_MESSAGE);
        } else if (waiter != null) {
            waiter.failed(Errors.ERROR_MESSAGE);
        }
    }

    private void answered(Reply reply) {
        Call done = slot.end();
        keeper.idle(this);
        if (done != null) {
            done.answered(reply);
        }
    }

    private void failed(String kind) {
        Call done = slot.end();
        keeper.idle(this);
        if (done != null) {
            done.failed(kind);
        }
    }

    @Override
    public void ended(AipLink over, String kind) {
        link = null;
        Call cut = slot.end();
        TaskWaiter waiter = task;
        task = null;
        keeper.ended(this, kind);
        if (cut != null) {
            cut.failed(kind);
        }
        if (waiter != null) {
            waiter.failed(kind);
        }
    }

    /** What the server still sends for it could be taken for the answer to the next one: a new connection is clean. */
    @Override
    public void abandoned(Call given) {
        slot.end();
        drop();
    }
}
