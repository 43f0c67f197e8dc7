package io.agentserver.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ServerMessage;
import java.util.List;

/** Writes down what it hears, and that time never goes back. */
final class RecordingListener implements ClientListener {

    private final List<String> seen;
    private long last;

    RecordingListener(List<String> seen) {
        this.seen = seen;
    }

    private void saw(String what, long nanoTime) {
        if (last != 0) {
            assertThat(nanoTime - last).isNotNegative();
        }
        last = nanoTime;
        seen.add(what);
    }

    @Override
    public void connecting(String clientId, long nanoTime) {
        saw("connecting", nanoTime);
    }

    @Override
    public void upgraded(String clientId, long nanoTime) {
        saw("upgraded", nanoTime);
    }

    @Override
    public void registered(AipConnection connection, long nanoTime) {
        saw("registered", nanoTime);
    }

    @Override
    public void failed(String clientId, Throwable cause, long nanoTime) {
        saw("failed " + cause.getClass().getSimpleName(), nanoTime);
    }

    @Override
    public void received(AipConnection connection, ServerMessage message, int bytes, long nanoTime) {
        assertThat(bytes).isPositive();
        saw("received " + message.type(), nanoTime);
    }

    @Override
    public void sent(AipConnection connection, ClientMessage message, int bytes, long nanoTime) {
        assertThat(bytes).isPositive();
        saw("sent " + message.type(), nanoTime);
    }

    @Override
    public void closed(AipConnection connection, CloseInfo info, long nanoTime) {
        saw("closed " + info.code(), nanoTime);
    }
}
