package io.agentserver.server.engine;

import io.agentserver.protocol.Command;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one COMMAND message (contract 2.6).
 *
 * @param commands executed by the device in order, one at a time; after the first failure the rest are skipped
 * @param agentName the device's agent, or null for the one of its platform: {@code HostAgent}, {@code LinuxAgent} or
 *     {@code MobileAgent}
 * @param processName the process the agent works on; may be empty
 * @param rootName picks a sub-profile of the agent; may be empty
 */
public record CommandRound(List<Command> commands, @Nullable String agentName, String processName, String rootName) {

    public CommandRound {
        commands = List.copyOf(commands);
        Objects.requireNonNull(processName, "processName");
        Objects.requireNonNull(rootName, "rootName");
    }

    /** A round for the agent of the device's platform. */
    public static CommandRound of(List<Command> commands) {
        return new CommandRound(commands, null, "", "");
    }
}
