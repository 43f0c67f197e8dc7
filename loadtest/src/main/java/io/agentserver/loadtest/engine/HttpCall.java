package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.Reply;

/** An HTTP request that is a call. */
final class HttpCall implements HttpJob {

    private final Call call;
    private final byte[] bytes;
    private final boolean head;
    private final boolean repeatable;

    HttpCall(Call call, byte[] bytes, String method) {
        this.call = call;
        this.bytes = bytes;
        this.head = method.equals("HEAD");
        this.repeatable = !method.equals("POST");
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean wantsBody() {
        return call.request().wantsBody();
    }

    @Override
    public boolean isHead() {
        return head;
    }

    @Override
    public boolean isRepeatable() {
        return repeatable;
    }

    @Override
    public boolean isOver() {
        return call.isEnded();
    }

    @Override
    public void sending(Call.Holder holder) {
        call.heldBy(holder);
        call.sent();
    }

    @Override
    public void refused() {
        call.refused();
    }

    @Override
    public void answered(int status, byte[] body) {
        boolean good = (status >= 200 && status < 300) || status == 304;
        if (good || call.request().checksStatus()) {
            call.answered(new Reply(statusText(status), body));
        } else {
            call.failed(Errors.status(status));
        }
    }

    private static String statusText(int status) {
        return status == 200 ? "200" : Integer.toString(status);
    }

    @Override
    public void failed(String kind) {
        call.failed(kind);
    }
}
