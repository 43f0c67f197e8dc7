package io.agentserver.loadtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An AIP exchange being described: {@code aip("heartbeat").heartbeat()}. Immutable.
 *
 * <p>A user that has connected itself speaks over its own connection. Any other borrows the next idle device, or for
 * {@code deviceInfo} and {@code task} the next idle constellation, of the fleet that {@link Simulation#fleet} asked for, and
 * waits for one when all are busy; the waiting counts.
 */
public final class AipRequest implements StepSource {

    private final String name;
    private final Exchange exchange;
    private final List<Check> checks;

    private AipRequest(String name, Exchange exchange, List<Check> checks) {
        this.name = name;
        this.exchange = exchange;
        this.checks = checks;
    }

    /** Knows its name and waits for what it does. */
    public record Named(String name) {

        /** Opens a connection and registers a device of that id. */
        public AipRequest connectDevice(String clientId) {
            return request(new Exchange.Connect(Expression.of(clientId), false, null));
        }

        /** Opens a connection and registers a constellation of that id for that device; null for none. */
        public AipRequest connectConstellation(String clientId, @Nullable String targetId) {
            Expression target = targetId == null ? null : Expression.of(targetId);
            return request(new Exchange.Connect(Expression.of(clientId), true, target));
        }

        /** Closes the user's own connection. */
        public AipRequest disconnect() {
            return request(new Exchange.Disconnect());
        }

        /** Sends a heartbeat and awaits its acknowledgement. */
        public AipRequest heartbeat() {
            return request(new Exchange.Heartbeat());
        }

        /** Asks for the device's information and awaits it. */
        public AipRequest deviceInfo() {
            return request(new Exchange.DeviceInfo());
        }

        /** Has the constellation's device run a task and awaits TASK_END. */
        public AipRequest task(String request) {
            return request(new Exchange.Task(Expression.of(request)));
        }

        /** Dispatches a task over HTTP to a device of the fleet and awaits TASK_END there. */
        public AipRequest dispatch(String request) {
            return request(new Exchange.Dispatch(Expression.of(request)));
        }

        private AipRequest request(Exchange exchange) {
            return new AipRequest(name, exchange, List.of());
        }
    }

    /** The answering message must also hold those. */
    public AipRequest check(Check... more) {
        List<Check> all = new ArrayList<>(checks);
        all.addAll(Arrays.asList(more));
        return new AipRequest(name, exchange, all);
    }

    @Override
    public Step step() {
        return new Step.Request(name, exchange, checks);
    }
}
