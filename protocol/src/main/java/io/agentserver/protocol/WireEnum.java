package io.agentserver.protocol;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the constant that a wire value names, whatever the case of its letters (contract 2.7). Immutable. */
final class WireEnum<E extends Enum<E>> {

    static final WireEnum<ClientMessageType> CLIENT_MESSAGE_TYPE =
            new WireEnum<>(ClientMessageType.values(), ClientMessageType::wire);
    static final WireEnum<ServerMessageType> SERVER_MESSAGE_TYPE =
            new WireEnum<>(ServerMessageType.values(), ServerMessageType::wire);
    static final WireEnum<MessageStatus> MESSAGE_STATUS = new WireEnum<>(MessageStatus.values(), MessageStatus::wire);
    static final WireEnum<ClientType> CLIENT_TYPE = new WireEnum<>(ClientType.values(), ClientType::wire);
    static final WireEnum<ResultStatus> RESULT_STATUS = new WireEnum<>(ResultStatus.values(), ResultStatus::wire);
    static final WireEnum<ToolType> TOOL_TYPE = new WireEnum<>(ToolType.values(), ToolType::wire);

    private final E[] constants;
    private final NameTable names;

    private WireEnum(E[] constants, Function<E, String> wire) {
        this.constants = constants;
        this.names = NameTable.of(Arrays.stream(constants).map(wire).toList());
    }

    /** The constant named by those bytes, or null. */
    @Nullable
    E find(byte[] array, int start, int end) {
        int index = names.findIgnoringCase(array, start, end);
        return index < 0 ? null : constants[index];
    }
}
