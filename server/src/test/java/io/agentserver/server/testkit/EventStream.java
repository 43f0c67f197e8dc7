package io.agentserver.server.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A reader of server-sent events over a plain socket, which reads only when it is told to. One thread. */
public final class EventStream implements Closeable {

    /** Longer than the server is silent. */
    private static final Duration DEADLINE = Duration.ofSeconds(40);

    /**
     * What stands between two blank lines.
     *
     * @param id its id; null if it has none
     * @param name the kind of event; empty for a mere comment
     * @param comment the comment; empty if there is none
     */
    public record Event(
            @Nullable Long id,
            String name,
            String comment,
            @Nullable JsonNode data) {

        public JsonNode json() {
            if (data == null) {
                throw new AssertionError(this + " has no data");
            }
            return data;
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final int status;
    private final List<String> head = new ArrayList<>();
    private int leftInChunk;
    private boolean ended;

    private EventStream(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.status = Integer.parseInt(rawLine().split(" ")[1]);
        for (String line = rawLine(); !line.isEmpty(); line = rawLine()) {
            head.add(line);
        }
    }

    /** Asks for the events and reads the head of the answer. */
    public static EventStream open(InetSocketAddress server, String... headers) throws IOException {
        return open(server, new Socket(), headers);
    }

    /** The same with a receive buffer of about that much, so that the server soon has to wait. */
    public static EventStream openWithReceiveBuffer(InetSocketAddress server, int bytes) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(bytes);
        return open(server, socket);
    }

    private static EventStream open(InetSocketAddress server, Socket socket, String... headers) throws IOException {
        socket.setSoTimeout((int) DEADLINE.toMillis());
        socket.connect(server, (int) DEADLINE.toMillis());
        StringBuilder request = new StringBuilder("GET /api/events HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        return new EventStream(socket);
    }

    public int status() {
        return status;
    }

    /** The lines of the head after the first. */
    public List<String> head() {
        return List.copyOf(head);
    }

    /** The next event or comment; null when the server has ended the stream as HTTP has it. */
    public @Nullable Event next() throws IOException {
        Long id = null;
        String name = "";
        String comment = "";
        JsonNode data = null;
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                return new Event(id, name, comment, data);
            }
            String value = line.substring(line.indexOf(':') + 1).strip();
            switch (line.substring(0, line.indexOf(':'))) {
                case "id" -> id = Long.valueOf(value);
                case "event" -> name = value;
                case "data" -> data = Json.parse(value);
                case "" -> comment = value;
                default -> throw new AssertionError("unknown field: " + line);
            }
        }
        return null;
    }

    /** The next event of that kind; comments alone, which come for ever, do not keep it waiting. */
    public Event next(String name) throws IOException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        for (Event event = next(); event != null; event = next()) {
            if (event.name().equals(name)) {
                return event;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("no event " + name + " came within " + DEADLINE);
            }
        }
        throw new AssertionError("the stream ended before an event " + name);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** A line of the body; null at its end. */
    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = read(); c >= 0; c = read()) {
            if (c == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            line.write(c);
        }
        return null;
    }

    /** A byte of the body, whose chunks are taken apart; -1 at its end. */
    private int read() throws IOException {
        if (ended) {
            return -1;
        }
        if (leftInChunk == 0) {
            leftInChunk = Integer.parseInt(rawLine(), 16);
            if (leftInChunk == 0) {
                ended = true;
                return -1;
            }
        }
        int c = rawByte();
        if (--leftInChunk == 0) {
            rawLine();
        }
        return c;
    }

    private String rawLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = rawByte(); c != '\n'; c = rawByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private int rawByte() throws IOException {
        int c = in.read();
        if (c < 0) {
            throw new EOFException("the server ended the connection inside the stream");
        }
        return c;
    }
}
