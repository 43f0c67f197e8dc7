package io.agentserver.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log beneath the results in memory (contract 6.4). */
class SegmentedLogTest {

    private static final int SEGMENT_BYTES = 32;

    private final SegmentedLog log = new SegmentedLog(SEGMENT_BYTES);

    private record Appended(long position, byte[] bytes) {}

    /** Beside a simple queue that does the same, through all lengths and all ways in which segments can end. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void holdsWhatAQueueWould(long seed) {
        Random random = new Random(seed);
        Deque<Appended> queue = new ArrayDeque<>();
        for (int step = 0; step < 20_000; step++) {
            // Now it grows, now it shrinks to nothing.
            boolean grows = step / 50 % 2 == 0;
            if (random.nextInt(3) > 0 == grows) {
                byte[] bytes = new byte[random.nextInt(log.longestRecord() + 1)];
                random.nextBytes(bytes);
                queue.add(new Appended(log.append(Unpooled.wrappedBuffer(bytes)), bytes));
            } else {
                queue.poll();
                log.removeOldest();
            }
            assertHolds(queue);
        }
    }

    private void assertHolds(Deque<Appended> queue) {
        assertThat(log.isEmpty()).isEqualTo(queue.isEmpty());
        if (!queue.isEmpty()) {
            assertThat(log.oldest()).isEqualTo(queue.getFirst().position());
        }
        long before = -1;
        for (Appended each : queue) {
            assertThat(each.position()).isGreaterThan(before);
            assertThat(log.holds(each.position())).isTrue();
            assertThat(bytes(log.read(each.position()))).isEqualTo(each.bytes());
            before = each.position();
        }
    }

    @Test
    void doesNotHoldWhatWasRemovedOrIsYetToCome() {
        long first = log.append(Unpooled.wrappedBuffer(new byte[3]));
        long second = log.append(Unpooled.wrappedBuffer(new byte[3]));

        log.removeOldest();

        assertThat(log.holds(first)).isFalse();
        assertThat(log.holds(second)).isTrue();
        assertThat(log.holds(second + SEGMENT_BYTES)).isFalse();
        assertThat(log.holds(-1)).isFalse();
    }

    @Test
    void refusesARecordThatFitsInNoSegment() {
        ByteBuf record = Unpooled.wrappedBuffer(new byte[SEGMENT_BYTES]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> log.append(record))
                .withMessage("record: 32 bytes (expected: at most 28)");
        assertThat(log.isEmpty()).isTrue();
    }

    /** A full log goes round in the arrays it has. */
    @Test
    void usesItsArraysAgain() {
        List<byte[]> arrays = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            byte[] array =
                    log.read(log.append(Unpooled.wrappedBuffer(new byte[28]))).array();
            if (arrays.stream().noneMatch(known -> known == array)) {
                arrays.add(array);
            }
            if (i >= 2) {
                log.removeOldest();
            }
        }
        assertThat(arrays).hasSizeLessThanOrEqualTo(4);
    }

    private static byte[] bytes(ByteBuf record) {
        byte[] bytes = new byte[record.readableBytes()];
        record.getBytes(record.readerIndex(), bytes);
        return bytes;
    }
}
