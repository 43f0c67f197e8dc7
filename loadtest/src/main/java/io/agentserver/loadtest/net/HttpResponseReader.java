package io.agentserver.loadtest.net;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads HTTP/1.1 responses, as little of them as is needed: the status, where the body ends, whether the connection stays,
 * and the body itself only when somebody wants it. Netty's decoder makes objects of every header, which costs a generator more
 * than the request it sent. Confined to one thread.
 */
final class HttpResponseReader {

    /** What came of some bytes. */
    enum Outcome {
        /** The response goes on. */
        MORE,
        /** The response is complete; what is left of the bytes belongs to the next one. */
        COMPLETE
    }

    private enum State {
        STATUS_LINE,
        STATUS_LINE_AFTER_INTERIM,
        HEADERS,
        BODY,
        BODY_TO_THE_END,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_LINE_END,
        TRAILERS
    }

    static final int LONGEST_LINE = 65_536;
    private static final long LARGEST_BODY = 1L << 30;

    private final ByteSink body = new ByteSink();
    private State state = State.STATUS_LINE;
    private boolean wantsBody;
    private boolean headRequest;
    private int status;
    private boolean keepAlive;
    private boolean chunked;
    private long left;

    /** Begins a response. */
    void begin(boolean bodyWanted, boolean toHead) {
        state = State.STATUS_LINE;
        wantsBody = bodyWanted;
        headRequest = toHead;
        body.reset();
    }

    /** The status of the response. */
    int status() {
        return status;
    }

    /** Whether the connection can take another request. */
    boolean keepAlive() {
        return keepAlive;
    }

    /** The body, when it was wanted. */
    byte[] body() {
        return body.copy();
    }

    /** Whether nothing of the response has come yet. */
    boolean untouched() {
        return state == State.STATUS_LINE;
    }

    /** Whether the end of the connection is the end of the response. */
    boolean endsWithConnection() {
        return state == State.BODY_TO_THE_END;
    }

    /**
     * Reads on. Bytes of a line that is not yet whole are left unread.
     *
     * @throws IllegalArgumentException when it is no HTTP
     */
    Outcome read(ByteBuf in) {
        while (in.isReadable()) {
            boolean goesOn = switch (state) {
                case STATUS_LINE, STATUS_LINE_AFTER_INTERIM, HEADERS, CHUNK_SIZE, CHUNK_LINE_END, TRAILERS -> line(in);
                case BODY, CHUNK -> counted(in);
                case BODY_TO_THE_END -> rest(in);
            };
            if (state == State.STATUS_LINE && goesOn) {
                return Outcome.COMPLETE;
            }
            if (!goesOn) {
                return Outcome.MORE;
            }
        }
        return Outcome.MORE;
    }

    /** Reads one line; false when it is not whole yet. Back at the status line, the response is complete. */
    private boolean line(ByteBuf in) {
        int from = in.readerIndex();
        int end = in.forEachByte(ByteProcessor.FIND_LF);
        if (end < 0) {
            if (in.readableBytes() > LONGEST_LINE) {
                throw new IllegalArgumentException("a line of more than " + LONGEST_LINE + " bytes");
            }
            return false;
        }
        in.readerIndex(end + 1);
        int length = end - from - (end > from && in.getByte(end - 1) == '\r' ? 1 : 0);
        switch (state) {
            case STATUS_LINE, STATUS_LINE_AFTER_INTERIM -> statusLine(in, from, length);
            case HEADERS -> header(in, from, length);
            case CHUNK_SIZE -> chunkSize(in, from, length);
            case CHUNK_LINE_END -> state = State.CHUNK_SIZE;
            default -> state = length == 0 ? State.STATUS_LINE : State.TRAILERS;
        }
        return true;
    }

    private void statusLine(ByteBuf in, int from, int length) {
        if (length < 12 || in.getInt(from) != 0x48545450) {
            throw new IllegalArgumentException("no HTTP status line");
        }
        status = digit(in, from + 9) * 100 + digit(in, from + 10) * 10 + digit(in, from + 11);
        keepAlive = in.getByte(from + 7) == '1';
        chunked = false;
        left = -1;
        state = State.HEADERS;
    }

    private static int digit(ByteBuf in, int at) {
        int digit = in.getByte(at) - '0';
        if (digit < 0 || digit > 9) {
            throw new IllegalArgumentException("no number in the HTTP status line");
        }
        return digit;
    }

    private void header(ByteBuf in, int from, int length) {
        if (length == 0) {
            endOfHeaders();
            return;
        }
        int first = in.getByte(from) | 0x20;
        if (first == 'c' && length > 14 && startsWith(in, from, "content-length:")) {
            left = number(text(in, from + 15, length - 15), 10);
        } else if (first == 'c' && length > 10 && startsWith(in, from, "connection:")) {
            String value = text(in, from + 11, length - 11).toLowerCase(Locale.ROOT);
            keepAlive = value.contains("keep-alive") || (keepAlive && !value.contains("close"));
        } else if (first == 't' && length > 17 && startsWith(in, from, "transfer-encoding:")) {
            chunked = text(in, from + 18, length - 18).toLowerCase(Locale.ROOT).endsWith("chunked");
        }
    }

    private void endOfHeaders() {
        if (status >= 100 && status < 200) {
            state = State.STATUS_LINE_AFTER_INTERIM;
        } else if (headRequest || status == 204 || status == 304) {
            state = State.STATUS_LINE;
        } else if (chunked) {
            state = State.CHUNK_SIZE;
        } else if (left > 0) {
            state = State.BODY;
        } else if (left == 0) {
            state = State.STATUS_LINE;
        } else {
            state = State.BODY_TO_THE_END;
            keepAlive = false;
        }
    }

    private void chunkSize(ByteBuf in, int from, int length) {
        String text = text(in, from, length);
        int extension = text.indexOf(';');
        left = number(extension < 0 ? text : text.substring(0, extension).strip(), 16);
        state = left == 0 ? State.TRAILERS : State.CHUNK;
    }

    private boolean counted(ByteBuf in) {
        int length = (int) Math.min(left, in.readableBytes());
        take(in, length);
        left -= length;
        if (left > 0) {
            return false;
        }
        state = state == State.BODY ? State.STATUS_LINE : State.CHUNK_LINE_END;
        return true;
    }

    private boolean rest(ByteBuf in) {
        take(in, in.readableBytes());
        return false;
    }

    private void take(ByteBuf in, int length) {
        if (wantsBody) {
            int at = body.extend(length);
            in.readBytes(body.array(), at, length);
        } else {
            in.skipBytes(length);
        }
    }

    private static boolean startsWith(ByteBuf in, int from, String lowerCase) {
        for (int i = 0; i < lowerCase.length(); i++) {
            int c = in.getByte(from + i);
            int lower = c >= 'A' && c <= 'Z' ? c | 0x20 : c;
            if (lower != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static String text(ByteBuf in, int from, int length) {
        return in.toString(from, length, StandardCharsets.ISO_8859_1).strip();
    }

    private static long number(String text, int radix) {
        try {
            long value = Long.parseLong(text, radix);
            if (value < 0 || value > LARGEST_BODY) {
                throw new IllegalArgumentException("a body of " + text + " bytes");
            }
            return value;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("no number of bytes: " + text, e);
        }
    }
}
