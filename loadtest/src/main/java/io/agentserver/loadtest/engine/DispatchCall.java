package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.Reply;

/**
 * A dispatch: the POST, whose answer ends the HTTP part, and TASK_END at the device, which ends the whole, in either order.
 * The device is busy until both are there.
 */
final class DispatchCall implements HttpJob, Peer.TaskWaiter, Call.Holder {

    private final Call whole;
    private final Call http;
    private final Peer device;
    private final byte[] bytes;
    private boolean sent;
    private boolean answered;
    private boolean taskOver;
    private boolean completed;
    private boolean abandoned;
    private Call.Holder connection = call -> {};

    DispatchCall(Call whole, Call http, Peer device, byte[] bytes) {
        this.whole = whole;
        this.http = http;
        this.device = device;
        this.bytes = bytes;
    }

    /** From now on the device is its own, and given back however it ends. */
    void begin() {
        whole.heldBy(this);
        http.heldBy(this);
        device.expectTask(this);
    }

    @Override
    public byte[] bytes() {
        return bytes;
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
        return false;
    }

    @Override
    public boolean isOver() {
        return whole.isEnded();
    }

    @Override
    public void sending(Call.Holder holder) {
        connection = holder;
        sent = true;
        whole.sent();
        http.sent();
    }

    @Override
    public void refused() {
        http.refused();
        whole.refused();
        device.forgetTask();
    }

    @Override
    public void answered(int status, byte[] body) {
        if (status != 200) {
            failed(Errors.status(status));
            return;
        }
        answered = true;
        http.answered(Shard.nothing());
        endWhenBothAreThere();
    }

    @Override
    public void taskEnded(boolean well) {
        taskOver = true;
        completed = well;
        endWhenBothAreThere();
    }

    private void endWhenBothAreThere() {
        if (taskOver && answered) {
            device.forgetTask();
            if (completed) {
                whole.answered(Reply.of("completed"));
            } else {
                whole.failed(Errors.TASK_FAILED);
            }
        }
    }

    @Override
    public void failed(String kind) {
        if (whole.isEnded()) {
            // The device may serve another by now.
            return;
        }
        http.failed(kind);
        whole.failed(kind);
        device.forgetTask();
    }

    /** The other part has the same planned time, and is waited for no longer either. */
    @Override
    public void abandoned(Call call) {
        if (!abandoned) {
            abandoned = true;
            if (!answered) {
                connection.abandoned(call);
            }
            if (sent) {
                device.abandonTask();
            } else {
                device.forgetTask();
            }
        }
    }
}
