package io.agentserver.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One tool call for a device (contract 2.6).
 *
 * @param toolName the tool; an empty name is legal and does nothing
 * @param parameters a JSON object, or null for none
 * @param toolType the kind of tool
 * @param callId matches a {@link Result} to this command; the server fills it when it sends the command
 */
public record Command(
        String toolName,
        @Nullable RawJson parameters,
        ToolType toolType,
        @Nullable String callId) {

    public Command {
        Objects.requireNonNull(toolName, "toolName");
        Objects.requireNonNull(toolType, "toolType");
    }

    /** An action without a call id yet. */
    public static Command action(String toolName, @Nullable RawJson parameters) {
        return new Command(toolName, parameters, ToolType.ACTION, null);
    }

    /** The same command under that call id. */
    public Command withCallId(String id) {
        return new Command(toolName, parameters, toolType, id);
    }
}
