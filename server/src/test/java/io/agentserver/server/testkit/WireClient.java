package io.agentserver.server.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A WebSocket client of a few lines for tests of the wire: sends literal JSON, says what it expects next and how soon, and
 * knows nothing of this project's codec. Answers pings and closes as any client does, on a thread of its own.
 */
public final class WireClient implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(15);

    /** What came on the wire: a message, another frame, or nothing of both, which is the end of the connection. */
    private record Event(
            @Nullable JsonNode message, @Nullable Frame frame) {}

    private final RawSocket socket;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile boolean answersPings = true;
    private volatile boolean leaving;

    private WireClient(RawSocket socket) {
        this.socket = socket;
        Thread reader = new Thread(this::readAll, "wire-client");
        reader.setDaemon(true);
        reader.start();
    }

    /** Upgrades a connection; the client has said nothing more when this returns. */
    public static WireClient connect(InetSocketAddress server, String target) {
        try {
            RawSocket socket = RawSocket.connect(server);
            HttpAnswer answer = socket.upgrade(target);
            assertThat(answer.status()).as("upgrade of %s: %s", target, answer).isEqualTo(101);
            socket.readDeadline(Duration.ZERO);
            return new WireClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Below the messages, for tests that have something to say that is none. */
    public RawSocket socket() {
        return socket;
    }

    /** Sends one text frame; single quotes become double ones. */
    public WireClient send(String singleQuotedJson) {
        return sendFrame(Frame.TEXT, true, Json.bytes(singleQuotedJson));
    }

    public WireClient sendFrame(int opcode, boolean last, byte... payload) {
        try {
            socket.writeFrame(opcode, last, payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** From now on pings stay unanswered, as those to a client whose network is gone. */
    public void stopAnsweringPings() {
        answersPings = false;
    }

    /** The next message, whatever it is. */
    public JsonNode receive() {
        Event event = next();
        JsonNode message = event.message;
        if (message == null) {
            throw new AssertionError("expected a message, got " + event);
        }
        return message;
    }

    /** The next message, which has these members; others it may have as it likes. Expected nulls may be missing. */
    public JsonNode expect(String singleQuotedJson) {
        JsonNode message = receive();
        assertThat(Json.differences(Json.of(singleQuotedJson), message))
                .as("expected %s, got %s", singleQuotedJson, message)
                .isEmpty();
        return message;
    }

    /** The next message, an error frame with that text. */
    public JsonNode expectError(String text) {
        JsonNode message = expect("{'type':'error','status':'error'}");
        assertThat(message.path("error").asString()).isEqualTo(text);
        return message;
    }

    /** The next message, which refuses a task that carried a session id: the error, then the end of that session. */
    public void expectTaskRefused(String sessionId, String text) {
        expectError(text);
        JsonNode end = expect("{'type':'task_end','status':'failed','session_id':'" + sessionId + "'}");
        assertThat(end.path("error").asString()).isEqualTo(text);
    }

    /** The connection's end: a close frame with that code, after which the server ends the connection. */
    public Frame expectClose(int code) {
        Frame close = expectFrame(Frame.CLOSE);
        assertThat(close.closeCode()).as(close.closeReason()).isEqualTo(code);
        expectEnd();
        return close;
    }

    /** The next frame, which is no message but one of that opcode. */
    public Frame expectFrame(int opcode) {
        Event event = next();
        Frame frame = event.frame;
        if (frame == null || frame.opcode() != opcode) {
            throw new AssertionError("expected a frame of opcode " + opcode + ", got " + event);
        }
        return frame;
    }

    /** The connection ends without another frame. */
    public void expectEnd() {
        assertThat(next()).isEqualTo(new Event(null, null));
    }

    /** Nothing was said in answer to what was sent so far: the next frame is the answer to a heartbeat sent now. */
    public void expectNothing() {
        heartbeat();
    }

    /** Sends a heartbeat and expects its acknowledgement. */
    public JsonNode heartbeat() {
        send("{'type':'heartbeat','status':'ok'}");
        return expect("{'type':'heartbeat','status':'ok','session_id':null,'error':null}");
    }

    /** Says good-bye and waits for the answer. */
    public void leave() {
        leaving = true;
        try {
            socket.writeClose(1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        expectClose(1000);
    }

    /** Breaks the connection off without a word. */
    public void drop() {
        try {
            socket.reset();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Event next() {
        try {
            Event event = events.poll(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new AssertionError("nothing came within " + DEADLINE);
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a frame", e);
        }
    }

    private void readAll() {
        try {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            while (true) {
                Frame frame = socket.readFrame();
                switch (frame.opcode()) {
                    case Frame.TEXT, Frame.CONTINUATION -> {
                        text.write(frame.payload(), 0, frame.payload().length);
                        if (frame.last()) {
                            events.add(new Event(Json.parse(text.toByteArray()), null));
                            text.reset();
                        }
                    }
                    case Frame.PING -> {
                        if (answersPings) {
                            socket.writeFrame(Frame.PONG, true, frame.payload());
                        }
                    }
                    case Frame.CLOSE -> closed(frame);
                    default -> events.add(new Event(null, frame));
                }
            }
        } catch (IOException end) {
            events.add(new Event(null, null));
        }
    }

    private void closed(Frame close) {
        events.add(new Event(null, close));
        if (leaving) {
            return;
        }
        byte[] code = Arrays.copyOf(close.payload(), Math.min(2, close.payload().length));
        try {
            socket.writeFrame(Frame.CLOSE, true, code);
        } catch (IOException gone) {
            // The server has ended the connection already; reading says so next.
        }
    }
}
