package io.agentserver.protocol.client;

import io.agentserver.protocol.RawJson;
import java.net.URI;
import java.util.Objects;

/**
 * A device: it registers, executes COMMANDs with its {@link CommandHandler}, and answers a TASK with its own TASK, all as
 * the real device client does (contract 8.1).
 *
 * <pre>{@code
 * DeviceClient.create(URI.create("ws://localhost:5000/ws"))
 *         .clientId("lab-pc-7")
 *         .apiKey(key)
 *         .platform("linux")
 *         .onCommand(CommandHandler.blocking(command -> Result.success(run(command), null)))
 *         .run()
 *         .block();
 * }</pre>
 *
 * <p>COMMANDs and TASKs of one connection are done one at a time in the order they came; pings, heartbeats and everything
 * else go on meanwhile.
 */
public final class DeviceClient extends AipClient<DeviceClient, DeviceConnection> {

    private DeviceClient(ClientConfig config) {
        super(config);
    }

    /**
     * A device for the server at that URI, such as {@code ws://localhost:5000/ws}; its query is kept.
     *
     * @throws IllegalArgumentException when the scheme is neither ws nor wss or the host is missing
     */
    public static DeviceClient create(URI uri) {
        return new DeviceClient(ClientConfig.device(new Endpoint(uri, null)));
    }

    /** Drives the session: windows, linux or mobile. Default: not sent, and the server decides. */
    public DeviceClient platform(String platform) {
        Objects.requireNonNull(platform, "platform");
        return with(c -> c.platform = platform);
    }

    /** What the device says about itself, an object of the members of contract 2.8. Default: none. */
    public DeviceClient systemInfo(RawJson systemInfo) {
        if (systemInfo.kind() != RawJson.Kind.OBJECT) {
            throw new IllegalArgumentException("systemInfo: " + systemInfo.kind() + " (expected: OBJECT)");
        }
        return with(c -> c.systemInfo = systemInfo);
    }

    /** Executes the COMMANDs. Default: each one fails, saying that this device has no command handler. */
    public DeviceClient onCommand(CommandHandler handler) {
        Objects.requireNonNull(handler, "handler");
        return with(c -> c.commandHandler = handler);
    }

    /**
     * Does TASKs itself and answers them with COMMAND_RESULTS and TASK_END, the simple flow. Default: it answers with its
     * own TASK, whose session id is null, and waits for COMMANDs, as the real client does (contract 3.10).
     */
    public DeviceClient onTask(TaskHandler handler) {
        Objects.requireNonNull(handler, "handler");
        return with(c -> c.taskHandler = handler);
    }

    /**
     * How many COMMANDs and TASKs may wait for the one being done, their bytes together limited by the largest message;
     * a further one is answered with failures at once. Default: 32.
     */
    public DeviceClient maxWaitingCommands(int count) {
        requirePositive("maxWaitingCommands", count);
        return with(c -> c.maxWaitingCommands = count);
    }

    @Override
    DeviceClient create(ClientConfig changed) {
        return new DeviceClient(changed);
    }

    @Override
    LiveConnection<DeviceConnection> connection() {
        return new LiveDevice(config);
    }
}
