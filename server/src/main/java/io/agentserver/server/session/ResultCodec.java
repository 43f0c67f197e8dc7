package io.agentserver.server.session;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.CancelReason;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.SessionState;
import io.agentserver.server.TaskResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes a result as bytes, and reads it again. */
final class ResultCodec {

    private static final int TEXTS = 6;
    private static final int TIMES = 3;

    /** What a result takes at most besides its texts and its JSON: their lengths, the times, two enums, a number and a flag. */
    static final int MOST_FIXED_BYTES =
            TEXTS * (Integer.BYTES + 1) + TIMES * (Long.BYTES + Integer.BYTES) + 2 + Integer.BYTES + 1;

    private static final int NO_TEXT = -1;
    private static final int NO_REASON = -1;
    private static final long NO_TIME = Long.MIN_VALUE;

    private ResultCodec() {}

    /** Appends all of it. */
    static void write(TaskResult result, ByteBuf out) {
        SessionInfo session = result.session();
        CancelReason reason = session.cancelReason();
        writeText(out, session.sessionId());
        writeText(out, session.taskName());
        writeText(out, session.request());
        writeText(out, session.deviceId());
        writeText(out, session.requesterId());
        out.writeByte(session.state().ordinal());
        writeTime(out, session.createdAt());
        writeTime(out, session.startedAt());
        writeTime(out, session.endedAt());
        out.writeInt(session.rounds());
        out.writeBoolean(session.timedOut());
        writeText(out, session.error());
        out.writeByte(reason == null ? NO_REASON : reason.ordinal());
        result.result().forEachSegment(out::writeBytes);
    }

    /** Reads what was written, to the end of the bytes: a result that is equal to that one. */
    static TaskResult read(ByteBuf in) {
        SessionInfo session = new SessionInfo(
                text(in),
                text(in),
                text(in),
                text(in),
                textOrNull(in),
                SessionState.values()[in.readByte()],
                time(in),
                timeOrNull(in),
                timeOrNull(in),
                in.readInt(),
                in.readBoolean(),
                textOrNull(in),
                reasonOrNull(in));
        return new TaskResult(session, RawJson.of(ByteBufUtil.getBytes(in)));
    }

    /** Characters one by one where they need more than a byte: a client's text may hold what no UTF-8 can. */
    private static void writeText(ByteBuf out, @Nullable String text) {
        if (text == null) {
            out.writeInt(NO_TEXT);
            return;
        }
        boolean narrow = text.chars().allMatch(character -> character <= 0xFF);
        out.writeInt(text.length()).writeBoolean(narrow);
        if (narrow) {
            out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
        } else {
            text.chars().forEach(out::writeChar);
        }
    }

    private static @Nullable String textOrNull(ByteBuf in) {
        int length = in.readInt();
        if (length == NO_TEXT) {
            return null;
        }
        if (in.readBoolean()) {
            return in.readCharSequence(length, StandardCharsets.ISO_8859_1).toString();
        }
        StringBuilder wide = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            wide.append(in.readChar());
        }
        return wide.toString();
    }

    private static String text(ByteBuf in) {
        return present(textOrNull(in));
    }

    private static void writeTime(ByteBuf out, @Nullable Instant time) {
        if (time == null) {
            out.writeLong(NO_TIME);
        } else {
            out.writeLong(time.getEpochSecond()).writeInt(time.getNano());
        }
    }

    private static @Nullable Instant timeOrNull(ByteBuf in) {
        long seconds = in.readLong();
        return seconds == NO_TIME ? null : Instant.ofEpochSecond(seconds, in.readInt());
    }

    private static Instant time(ByteBuf in) {
        return present(timeOrNull(in));
    }

    private static @Nullable CancelReason reasonOrNull(ByteBuf in) {
        int ordinal = in.readByte();
        return ordinal == NO_REASON ? null : CancelReason.values()[ordinal];
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("The bytes lack what every result has");
        }
        return value;
    }
}
