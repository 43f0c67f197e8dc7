package io.agentserver.protocol.client;

import io.agentserver.protocol.RawJson;
import reactor.core.publisher.Mono;

/** A registered constellation (contract 8.2). */
public sealed interface ConstellationConnection extends AipConnection permits LiveConstellation {

    /**
     * Asks what the device this constellation registered with says about itself.
     *
     * @return errors: {@link IllegalStateException} when it registered without a target, and those of
     *     {@link #deviceInfo(String)}
     */
    Mono<RawJson> deviceInfo();

    /**
     * Asks what a device said about itself when it registered (contract 3.7), once per subscription. Emits its system
     * information. A refusal is an error frame that names no request, so it shows as a timeout, as in the real Galaxy.
     *
     * @return errors: {@link DeviceInfoException} when the server has none, {@link AipTimeoutException} after the
     *     device info timeout, and those of {@link #send}
     */
    Mono<RawJson> deviceInfo(String deviceId);

    /**
     * Asks the server to run a task on the device this constellation registered with. As {@link #task(TaskRequest)}.
     *
     * @param sessionId Galaxy's is {@code <task_name>@<task_id>}
     * @param taskName Galaxy's is {@code galaxy/<task_name>/<task_id>}
     * @param request what to do
     */
    Mono<TaskOutcome> task(String sessionId, String taskName, String request);
}
