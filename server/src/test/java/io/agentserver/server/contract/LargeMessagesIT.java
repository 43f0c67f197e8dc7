package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Frame;
import io.agentserver.server.testkit.HttpAnswer;
import io.agentserver.server.testkit.Json;
import io.agentserver.server.testkit.Neighbour;
import io.agentserver.server.testkit.RawSocket;
import io.agentserver.server.testkit.ServerProcess;
import io.agentserver.server.testkit.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Contract M-12 and 9: very large messages in a server whose memory is as small as in the image. */
@Timeout(300)
class LargeMessagesIT {

    private static final int MIB = 1_048_576;
    private static final long CONTAINER_BYTES = 512L * MIB;

    /** Instead of the length of a fragment: no fragments. */
    private static final int WHOLE = 0;

    private static final int LAST = 0x80;

    /** What the large results are made of: nothing else that the server says contains it. */
    private static final byte FILLING = 'Z';

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerProcess server;

    @BeforeEach
    void start() {
        server = ServerProcess.startAsInTheImage();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        server.close();
    }

    @Test
    @DisplayName("111: results of 90 MiB, one after the other: delivered whole, and the server survives")
    void survivesLargeResults() throws Exception {
        try (Neighbour neighbour = Neighbour.of(server)) {
            for (int round = 0; round < 2; round++) {
                runForAConstellation(90 * MIB + round, WHOLE);
            }

            HttpAnswer kept = server.get("/api/task_result/large");
            assertThat(kept.status()).isEqualTo(200);
            assertThat(kept.text()).startsWith("{\"status\":\"done\"");
            assertThat(kept.body()).hasSizeGreaterThan(90 * MIB);
            assertThat(report("two results of 90 MiB", neighbour)).isLessThan(CONTAINER_BYTES);
        }
    }

    @Test
    @DisplayName("111: a result of 90 MiB in fragments")
    void survivesALargeResultInFragments() throws Exception {
        try (Neighbour neighbour = Neighbour.of(server)) {
            runForAConstellation(90 * MIB, MIB);

            assertThat(report("a result of 90 MiB in fragments", neighbour)).isLessThan(CONTAINER_BYTES);
        }
    }

    @Test
    @DisplayName(
            "five results of 60 MiB at once: more than fits; who is cut off comes back and finishes; the server lives")
    void survivesMoreThanFits() throws Exception {
        try (Neighbour neighbour = Neighbour.of(server)) {
            assertAllFinish(runLargeTasks(5, Duration.ofSeconds(120)));

            assertThat(report("five results of 60 MiB at once", neighbour)).isLessThan(CONTAINER_BYTES);
        }
    }

    @Test
    @DisplayName("six results of 60 MiB within limits.inflight-bytes: they wait for each other, and nobody is cut off")
    void letsLargeResultsWaitForEachOther() throws Exception {
        server.close();
        // Without the limit the six would need more direct memory than there is.
        server = ServerProcess.start(
                Map.of("AGENT_SERVER_LIMITS_INFLIGHT_BYTES", Integer.toString(150 * MIB)),
                List.of("-Xmx512m", "-XX:MaxDirectMemorySize=320m", "-XX:+ExitOnOutOfMemoryError"));
        try (Neighbour neighbour = Neighbour.of(server)) {
            assertAllFinish(runLargeTasks(6, Duration.ZERO));

            report("six results of 60 MiB within 150 MiB in flight", neighbour);
        }
    }

    private List<Future<Message>> runLargeTasks(int devices, Duration comingBack) {
        long end = System.nanoTime() + comingBack.toNanos();
        return IntStream.range(0, devices)
                .mapToObj(number -> threads.submit(() -> runLargeTask("D" + number, end)))
                .toList();
    }

    private static void assertAllFinish(List<Future<Message>> all) throws Exception {
        for (Future<Message> one : all) {
            Message end = one.get(200, TimeUnit.SECONDS);
            assertThat(end.filling).as(end.text).isEqualTo(60 * MIB);
            assertThat(end.rest().path("status").asString()).isEqualTo("completed");
        }
    }

    /** A task of a constellation whose result has that length: it must reach both the constellation and the device. */
    private void runForAConstellation(int bytes, int fragment) throws Exception {
        try (RawSocket device = register("'client_type':'device','client_id':'D" + bytes + "'");
                RawSocket constellation = register("'client_type':'constellation','client_id':'C" + bytes + "'")) {
            constellation.writeText("{'type':'task','status':'continue','target_id':'D" + bytes
                    + "','session_id':'s1','task_name':'large','request':'work'}");
            assertThat(receive(constellation).path("session_id").asString()).isEqualTo("s1");
            JsonNode command = receive(device);

            Future<Message> delivered = threads.submit(() -> Message.read(constellation));
            Future<Message> echoed = threads.submit(() -> Message.read(device));
            writeResult(device, command, bytes, fragment);

            Message end = delivered.get(60, TimeUnit.SECONDS);
            assertThat(end.filling).as(end.text).isEqualTo(bytes);
            JsonNode rest = end.rest();
            assertThat(rest.path("status").asString()).isEqualTo("completed");
            assertThat(rest.path("session_id").asString()).isEqualTo("s1");
            assertThat(rest.path("result")).isEqualTo(Json.of("[{'request':'work','result':''}]"));
            assertThat(echoed.get(60, TimeUnit.SECONDS)).isEqualTo(end);
        }
    }

    /** A device's own task with a result of 60 MiB; a device that is cut off comes back until then, as the real one does. */
    private Message runLargeTask(String id, long comesBackUntil) throws Exception {
        while (true) {
            try (RawSocket device = register("'client_id':'" + id + "'")) {
                device.writeText("{'type':'task','status':'continue','request':'work'}");
                receive(device);
                JsonNode command = receive(device);
                Future<Message> end = threads.submit(() -> Message.read(device));
                writeResult(device, command, 60 * MIB, WHOLE);
                return end.get(60, TimeUnit.SECONDS);
            } catch (IOException | ExecutionException cutOff) {
                if (System.nanoTime() - comesBackUntil > 0) {
                    throw cutOff;
                }
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            }
        }
    }

    /** Says how large the server became, and checks that nobody was harmed. */
    private long report(String what, Neighbour neighbour) {
        long peak = server.process().peakResidentBytes();
        System.out.printf(
                "%s: at most %,d MiB resident; neighbour p99 %.1f ms, max %.1f ms%n",
                what,
                peak / MIB,
                neighbour.quantile(0.99).toNanos() / 1e6,
                neighbour.quantile(1).toNanos() / 1e6);
        assertThat(server.process().isAlive()).isTrue();
        assertThat(neighbour.quantile(1)).isLessThan(Duration.ofSeconds(10));
        return peak;
    }

    private RawSocket register(String members) throws IOException {
        RawSocket socket = RawSocket.connect(server.address());
        socket.readDeadline(Duration.ofSeconds(60));
        socket.upgrade("/ws?token=" + TestServer.KEY);
        socket.writeText("{'type':'register','status':'ok','metadata':{'platform':'linux'}," + members + "}");
        assertThat(receive(socket).path("status").asString()).isEqualTo("ok");
        return socket;
    }

    private static JsonNode receive(RawSocket socket) throws IOException {
        return Json.parse(socket.readFrame().payload());
    }

    /** Answers a COMMAND with a string of that length, the whole in fragments of that length. */
    private static void writeResult(RawSocket device, JsonNode command, int bytes, int fragment) throws IOException {
        byte[] start = Json.bytes("{'type':'command_results','status':'continue','session_id':'"
                + command.path("session_id").asString() + "','prev_response_id':'"
                + command.path("response_id").asString() + "','action_results':[{'status':'success','result':'");
        byte[] end = Json.bytes("'}]}");
        byte[] filling = new byte[64 * 1_024];
        Arrays.fill(filling, FILLING);
        if (fragment == WHOLE) {
            writeHeader(device, LAST | Frame.TEXT, start.length + bytes + end.length);
        } else {
            writeHeader(device, Frame.TEXT, start.length);
        }
        device.write(start);
        for (int at = 0; at < bytes; ) {
            int part = Math.min(filling.length, bytes - at);
            if (fragment != WHOLE && at % fragment == 0) {
                writeHeader(device, Frame.CONTINUATION, Math.min(fragment, bytes - at));
            }
            device.write(part == filling.length ? filling : Arrays.copyOf(filling, part));
            at += part;
        }
        if (fragment != WHOLE) {
            writeHeader(device, LAST | Frame.CONTINUATION, end.length);
        }
        device.write(end);
    }

    /** The head of a frame whose mask is zero, so that its payload can be written as it is. */
    private static void writeHeader(RawSocket device, int firstByte, int length) throws IOException {
        device.write(RawSocket.header(firstByte, 0x80, length));
        device.write(new byte[4]);
    }

    /** A large message, taken apart: how much filling it has, and the JSON without it. */
    private record Message(long filling, String text) {

        private static Message read(RawSocket socket) throws IOException {
            long filling = 0;
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            Frame frame;
            do {
                frame = socket.readFrame();
                if (frame.opcode() == Frame.CLOSE) {
                    throw new IOException("closed: " + frame);
                }
                for (byte one : frame.payload()) {
                    if (one == FILLING) {
                        filling++;
                    } else {
                        rest.write(one);
                    }
                }
            } while (!frame.last());
            return new Message(filling, rest.toString(StandardCharsets.UTF_8));
        }

        private JsonNode rest() {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
