package io.agentserver.protocol.client;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A registered device. COMMANDs and TASKs are answered by the handlers of its {@link DeviceClient}. */
public sealed interface DeviceConnection extends AipConnection permits LiveDevice {

    /**
     * Asks the server to run a task on this device (contract 3.8). As {@link #task} with a fresh session id.
     *
     * @param request what to do
     * @param taskName its name, or null to let the server make one up
     */
    Mono<TaskOutcome> requestTask(String request, @Nullable String taskName);
}
