package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.Frame;
import io.agentserver.server.testkit.Json;
import io.agentserver.server.testkit.RawSocket;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 1.3, 1.5 and decisions (close codes): frames, fragments, UTF-8 and sizes. */
class FramesIT {

    private static final int LIMIT = 65_536;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(config -> config.withLimits(l -> l.withMessageBytes(LIMIT)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff", // never a byte of UTF-8
                "c3", // ends inside a character
                "c328", // not continued
                "c0af", // overlong
                "e08080", // overlong
                "eda080", // a surrogate
                "f4908080", // beyond U+10FFFF
                "80" // continues nothing
            })
    @DisplayName("1007: text that is not UTF-8, in one frame and in fragments")
    void closesOnInvalidUtf8(String bytes) throws IOException {
        byte[] text = around(HexFormat.of().parseHex(bytes));
        for (int fragments = 1; fragments <= 3; fragments++) {
            try (RawSocket client = register("utf8-" + bytes + fragments)) {
                writeFragments(client, text, fragments);

                assertThat(client.readClose().closeCode()).isEqualTo(1007);
            }
        }
    }

    @Test
    @DisplayName("a character may be split over fragments, anywhere")
    void joinsSplitCharacters() throws IOException {
        String characters = "\u00e4\u20ac\ud83d\ude00";
        byte[] text = around(characters.getBytes(StandardCharsets.UTF_8));
        try (RawSocket client = register("splitter")) {
            for (int split = 1; split < text.length; split++) {
                client.writeFrame(Frame.TEXT, false, Arrays.copyOf(text, split));
                client.writeFrame(Frame.CONTINUATION, true, Arrays.copyOfRange(text, split, text.length));

                assertThat(Json.parse(client.readFrame().payload())
                                .path("error")
                                .asString())
                        .isEqualTo(characters);
            }
        }
    }

    @Test
    @DisplayName("fragments may be empty, of one byte, and have control frames between them")
    void joinsFragmentsAroundControlFrames() throws IOException {
        byte[] text = around("tiny".getBytes(StandardCharsets.UTF_8));
        try (RawSocket client = register("tiny")) {
            client.writeFrame(Frame.TEXT, false);
            for (byte one : text) {
                client.writeFrame(Frame.CONTINUATION, false, one);
                client.writeFrame(Frame.CONTINUATION, false);
                client.writeFrame(Frame.PING, true, one);
                client.writeFrame(Frame.PONG, true, one);
            }
            client.writeFrame(Frame.CONTINUATION, true);

            for (byte one : text) {
                assertThat(client.readFrame()).isEqualTo(new Frame(Frame.PONG, true, new byte[] {one}));
            }
            assertThat(Json.parse(client.readFrame().payload()).path("error").asString())
                    .isEqualTo("tiny");
        }
    }

    @Test
    @DisplayName("a message of exactly the limit is taken, in one frame and in fragments")
    void takesAMessageOfTheLimit() throws IOException {
        byte[] message = heartbeatOf(LIMIT);
        try (RawSocket client = register("exact")) {
            for (int fragments = 1; fragments <= 3; fragments++) {
                writeFragments(client, message, fragments);

                assertThat(Json.parse(client.readFrame().payload()).path("type").asString())
                        .isEqualTo("heartbeat");
            }
        }
    }

    @Test
    @DisplayName("1009: one byte more, in one frame and in fragments; the client reads the code")
    void closesOnALargerMessage() throws IOException {
        byte[] message = heartbeatOf(LIMIT + 1);
        for (int fragments = 1; fragments <= 3; fragments++) {
            try (RawSocket client = register("larger-" + fragments)) {
                writeFragments(client, message, fragments);

                assertThat(client.readClose().closeCode()).isEqualTo(1009);
            }
        }
    }

    @Test
    @DisplayName("1009: a header that announces too much is enough")
    void closesOnTheAnnouncement() throws IOException {
        for (long announced : new long[] {LIMIT + 1, 104_857_601, Integer.MAX_VALUE, Long.MAX_VALUE}) {
            try (RawSocket client = register("announced-" + announced)) {
                client.write(RawSocket.header(0x81, 0x80, announced));
                client.write(new byte[4]);

                assertThat(client.readClose().closeCode()).isEqualTo(1009);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("1009: a client that goes on sending reads the code too, and its id is free at once")
    void closesWhileTheClientSends(boolean oneFrame) throws IOException {
        try (RawSocket client = register("sender")) {
            byte[] piece = new byte[32_768];
            int pieces = 64;
            if (oneFrame) {
                client.write(RawSocket.header(0x81, 0x80, (long) pieces * piece.length));
                client.write(new byte[4]);
                for (int i = 0; i < pieces; i++) {
                    client.write(piece);
                }
            } else {
                client.writeFrame(Frame.TEXT, false, piece);
                for (int i = 1; i < pieces; i++) {
                    client.writeFrame(Frame.CONTINUATION, false, piece);
                }
            }

            assertThat(client.readClose().closeCode()).isEqualTo(1009);
            assertThat(server.knows("sender")).isFalse();
        }
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                Arguments.of("an unmasked frame", new byte[] {(byte) 0x81, 2, '{', '}'}),
                Arguments.of("a reserved opcode", RawSocket.frame(0x83, (byte) 1)),
                Arguments.of("a reserved control opcode", RawSocket.frame(0x8B, (byte) 1)),
                Arguments.of("a reserved bit", RawSocket.frame(0x91, (byte) 1)),
                Arguments.of("a fragmented ping", RawSocket.frame(0x09, (byte) 1)),
                Arguments.of("a ping over 125 bytes", RawSocket.frame(0x89, new byte[126])),
                Arguments.of("a continuation of nothing", RawSocket.frame(0x80, (byte) 1)),
                Arguments.of("a close with half a code", RawSocket.frame(0x88, (byte) 3)),
                Arguments.of("a close with a code nobody may send", RawSocket.frame(0x88, (byte) 0x03, (byte) 0xED)),
                Arguments.of(
                        "a text inside a fragmented text",
                        concat(RawSocket.frame(0x01, (byte) '{'), RawSocket.frame(0x81, (byte) '}'))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("violations")
    @DisplayName("1002: frames that RFC 6455 forbids; the client reads the code")
    void closesOnAViolation(String what, byte[] bytes) throws IOException {
        try (RawSocket client = register("violator")) {
            client.write(bytes);
            client.write(new byte[100_000]);

            assertThat(client.readClose().closeCode()).as(what).isEqualTo(1002);
        }
        Eventually.that("the id is free", () -> !server.knows("violator"));
    }

    @Test
    @DisplayName("a client that does not answer the close is cut off after a while")
    void cutsOffWhoDoesNotAnswerTheClose() throws IOException {
        try (RawSocket client = register("stubborn")) {
            client.write(RawSocket.frame(0x83, (byte) 1));
            assertThat(client.readClose().closeCode()).isEqualTo(1002);

            assertThat(client.isEnded()).isTrue();
        }
    }

    @Test
    @DisplayName("a large message goes out in fragments that make up the same text")
    void sendsLargeMessagesInFragments() {
        try (TestServer large = TestServer.start();
                WireClient device = large.device("large")) {
            String text = "x\u20ac".repeat(300_000);

            device.send("{'type':'error','status':'error','error':'" + text + "'}")
                    .expectError(text);
        }
    }

    private static RawSocket register(String id) throws IOException {
        RawSocket socket = RawSocket.connect(server.address());
        socket.upgrade("/ws?token=K");
        socket.writeText("{'type':'register','status':'ok','client_id':'" + id + "'}");
        assertThat(Json.parse(socket.readFrame().payload()).path("status").asString())
                .isEqualTo("ok");
        return socket;
    }

    /** An error message with these bytes as its text; the server echoes it. */
    private static byte[] around(byte[] bytes) {
        return concat(Json.bytes("{'type':'error','status':'error','error':'"), bytes, Json.bytes("'}"));
    }

    private static byte[] heartbeatOf(int length) {
        byte[] start = Json.bytes("{'type':'heartbeat','x':'");
        byte[] end = Json.bytes("'}");
        byte[] filling = new byte[length - start.length - end.length];
        Arrays.fill(filling, (byte) 'x');
        return concat(start, filling, end);
    }

    private static void writeFragments(RawSocket client, byte[] text, int fragments) throws IOException {
        for (int i = 0; i < fragments; i++) {
            byte[] part = Arrays.copyOfRange(text, text.length * i / fragments, text.length * (i + 1) / fragments);
            client.writeFrame(i == 0 ? Frame.TEXT : Frame.CONTINUATION, i == fragments - 1, part);
        }
    }

    private static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
