package io.agentserver.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsoTimestampTest {

    @ParameterizedTest(name = "2.1: {0}")
    @CsvSource({
        "2026-01-01T10:15:00.123456Z, 2026-01-01T10:15:00.123456+00:00",
        "2026-01-01T10:15:00Z, 2026-01-01T10:15:00.000000+00:00",
        "2026-01-01T10:15:00.000001999Z, 2026-01-01T10:15:00.000001+00:00",
        "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000000+00:00",
        "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999+00:00",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999+00:00"
    })
    void writesMicrosecondsAndTheOffset(Instant instant, String expected) {
        assertThat(IsoTimestamp.of(instant)).isEqualTo(expected);
    }

    @Test
    @DisplayName("threads that write different seconds do not get each other's")
    void isSafeToShare() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> wrong = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Instant mine = Instant.parse("2026-01-01T00:00:0" + t + ".5Z");
                String expected = "2026-01-01T00:00:0" + t + ".500000+00:00";
                wrong.add(threads.submit(() -> {
                    int count = 0;
                    for (int i = 0; i < 20_000; i++) {
                        count += IsoTimestamp.of(mine).equals(expected) ? 0 : 1;
                    }
                    return count;
                }));
            }
            for (Future<Integer> count : wrong) {
                assertThat(count.get()).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
