package io.agentserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Decision "result values travel as the raw JSON bytes they came in": a 90 MiB result is never there twice. */
class LargeValueTest {

    private static final int LARGE_BYTES = 90 * 1024 * 1024;

    private final AipCodec codec = AipCodec.create();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aLargeResultIsPassedOnInTheArrayItCameIn() {
        byte[] message = commandResults(LARGE_BYTES);
        long before = allocated();

        ClientMessage.CommandResults results = (ClientMessage.CommandResults) codec.decodeClientOwned(message);
        Map<String, RawJson> round = new LinkedHashMap<>();
        round.put("request", RawJson.ofString("take a screenshot"));
        round.put("result", results.actionResults().get(0).result());
        RawJson encoded = codec.encode(new ServerMessage.TaskEnd(
                new ServerHeader(MessageStatus.COMPLETED, "s-1", null, "e-1"),
                RawJson.array(List.of(RawJson.object(round))),
                null));

        assertThat(allocated() - before).isLessThan(1024 * 1024);
        assertThat(arrays(encoded)).hasSize(3).element(1).isSameAs(message);
        assertThat(encoded.lengthBytes()).isGreaterThan(LARGE_BYTES);
        assertThat(codec.decodeServerOwned(encoded.toByteArray()))
                .isInstanceOfSatisfying(
                        ServerMessage.TaskEnd.class,
                        end -> assertThat(end.result().lengthBytes())
                                .isEqualTo(LARGE_BYTES
                                        + 2
                                        + "[{\"request\":\"take a screenshot\",\"result\":}]".length()));
    }

    @Test
    void aBorrowedBufferIsNeverKept() {
        byte[] message = commandResults(100_000);

        ClientMessage.CommandResults results =
                (ClientMessage.CommandResults) codec.decodeClient(message, 0, message.length);
        Arrays.fill(message, (byte) '!');

        RawJson result = results.actionResults().get(0).result();
        assertThat(arrays(result)).hasSize(1).doesNotContain(message);
        assertThat(result).isEqualTo(RawJson.ofString("A".repeat(100_000)));
    }

    @Test
    void aSmallValueNeverKeepsALargeMessageAlive() {
        String json = "{\"type\":\"task_end\",\"error\":\"" + "e".repeat(10_000) + "\",\"result\":\""
                + "r".repeat(9_000) + "\"}";
        byte[] message = json.getBytes(StandardCharsets.UTF_8);

        ClientMessage.TaskEnd end = (ClientMessage.TaskEnd) codec.decodeClientOwned(message);

        assertThat(arrays(end.result())).hasSize(1);
        assertThat(arrays(end.result()).get(0)).hasSize(9_002);
    }

    @Test
    void aPartOfAKeptValueIsMeasuredAgainstTheWholeArray() {
        String json = "{\"type\":\"register\",\"metadata\":{\"filler\":\"" + "f".repeat(10_000)
                + "\",\"system_info\":{\"a\":\"" + "a".repeat(9_000) + "\"}}}";
        byte[] message = json.getBytes(StandardCharsets.UTF_8);

        ClientMessage.Register register = (ClientMessage.Register) codec.decodeClientOwned(message);

        assertThat(arrays(register.metadata())).containsExactly(message);
        assertThat(arrays(register.systemInfo())).doesNotContain(message);
        assertThat(register.systemInfo()).hasToString("{\"a\":\"" + "a".repeat(9_000) + "\"}");
        assertThat(register.metadata().member("system_info")).isEqualTo(register.systemInfo());
    }

    @Test
    void nothingOfAMessageIsHeldBetweenCalls() {
        RawJson large = codec.encode(
                new ServerMessage.Error(new ServerHeader(MessageStatus.ERROR, null, null, null), "e".repeat(200_000)));
        RawJson small =
                codec.encode(new ServerMessage.Error(new ServerHeader(MessageStatus.ERROR, null, null, null), "e"));

        assertThat(arrays(large)).hasSize(1);
        assertThat(arrays(small)).hasSize(1);
        assertThat(arrays(small).get(0)).hasSize(small.lengthBytes());
    }

    private static byte[] commandResults(int resultBytes) {
        byte[] before = "{\"type\":\"command_results\",\"action_results\":[{\"status\":\"success\",\"result\":\""
                .getBytes(StandardCharsets.UTF_8);
        byte[] after = "\",\"call_id\":\"k-1\"}]}".getBytes(StandardCharsets.UTF_8);
        byte[] message = new byte[before.length + resultBytes + after.length];
        Arrays.fill(message, (byte) 'A');
        System.arraycopy(before, 0, message, 0, before.length);
        System.arraycopy(after, 0, message, before.length + resultBytes, after.length);
        return message;
    }

    private static List<byte[]> arrays(RawJson json) {
        List<byte[]> arrays = new ArrayList<>();
        json.forEachSegment((array, offset, length) -> arrays.add(array));
        return arrays;
    }

    private long allocated() {
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
