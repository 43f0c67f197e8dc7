package io.agentserver.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How results in memory are found (contract 6.4). */
class RecordChainsTest {

    private final SegmentedLog log = new SegmentedLog(256);

    private record Linked(long hash, long position) {}

    /** Beside a map that does the same; with few buckets most keys share one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void findsWhatAMapWould(int buckets) {
        RecordChains chains = new RecordChains(log, 0, buckets);
        Map<Long, Long> map = new HashMap<>();
        Deque<Linked> queue = new ArrayDeque<>();
        Random random = new Random(buckets);
        for (int step = 0; step < 20_000; step++) {
            long hash = random.nextInt(20);
            int what = random.nextInt(10);
            if (what == 0) {
                chains.unlink(hash);
                map.remove(hash);
            } else if (what < 5) {
                long position = append(chains, hash);
                map.put(hash, position);
                queue.add(new Linked(hash, position));
            } else if (!queue.isEmpty()) {
                Linked oldest = queue.remove();
                map.remove(oldest.hash(), oldest.position());
                log.removeOldest();
            }
            for (long each = 0; each < 20; each++) {
                long found = chains.find(each);
                assertThat(log.holds(found) ? found : null).isEqualTo(map.get(each));
            }
        }
    }

    /** Whoever has ended ten thousand tasks of one name has not made the next search any longer. */
    @Test
    void aKeyThatComesAgainMakesNoChainLonger() {
        RecordChains chains = new RecordChains(log, 0, 1);
        long other = append(chains, 7);
        for (int i = 0; i < 10_000; i++) {
            append(chains, 8);
        }
        long newest = append(chains, 8);

        long before = log.read(newest).getLong(Long.BYTES);

        assertThat(before).isEqualTo(other);
        assertThat(chains.find(7)).isEqualTo(other);
        assertThat(chains.find(8)).isEqualTo(newest);
    }

    private long append(RecordChains chains, long hash) {
        ByteBuf record = Unpooled.buffer();
        chains.writeLink(record, hash);
        long position = log.append(record);
        chains.link(hash, position);
        return position;
    }
}
