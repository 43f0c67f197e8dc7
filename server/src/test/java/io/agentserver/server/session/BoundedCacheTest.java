package io.agentserver.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.hub.Timing;
import java.lang.ref.WeakReference;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class BoundedCacheTest {

    private final VirtualTimeScheduler timers = VirtualTimeScheduler.create();
    private long now = Long.MAX_VALUE - 1_000; // a nano clock may well run over its end
    private final Timing timing = new Timing(Clock.systemUTC(), () -> now, timers);

    @Test
    void forgetsTheOldestWhenThereAreTooMany() {
        BoundedCache<String, String> cache = cache(2, 1_000);

        cache.put("a", "1");
        cache.put("b", "2");
        cache.put("c", "3");

        assertThat(cache.get("a")).isNull();
        assertThat(cache.get("b")).isEqualTo("2");
        assertThat(cache.get("c")).isEqualTo("3");
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    void countsAValuePutAgainAsNew() {
        BoundedCache<String, String> cache = cache(2, 1_000);

        cache.put("a", "1");
        cache.put("b", "2");
        cache.put("a", "3");
        cache.put("c", "4");

        assertThat(cache.get("a")).isEqualTo("3");
        assertThat(cache.get("b")).isNull();
    }

    @Test
    void readingDoesNotMakeAValueNewer() {
        BoundedCache<String, String> cache = cache(2, 1_000);

        cache.put("a", "1");
        cache.put("b", "2");
        cache.get("a");
        cache.put("c", "3");

        assertThat(cache.get("a")).isNull();
    }

    @Test
    void forgetsTheOldestWhenTheyWeighTooMuch() {
        BoundedCache<String, String> cache = cache(100, 10);

        cache.put("a", "1234");
        cache.put("b", "1234");
        cache.put("c", "1234");

        assertThat(cache.get("a")).isNull();
        assertThat(cache.get("b")).isNotNull();
        cache.remove("b");
        cache.put("d", "123456");
        assertThat(cache.get("c")).as("what was removed weighs nothing").isNotNull();
        assertThat(cache.get("d")).isNotNull();
    }

    @Test
    void takesAReplacedValueOffTheScales() {
        BoundedCache<String, String> cache = cache(100, 10);

        for (int i = 0; i < 20; i++) {
            cache.put("a", "123456");
        }
        cache.put("b", "1234");

        assertThat(cache.get("a")).isNotNull();
        assertThat(cache.get("b")).isNotNull();
    }

    @Test
    void refusesAValueRatherThanForgetAllOthers() {
        BoundedCache<String, String> cache = cache(100, 10);

        cache.put("a", "1");
        cache.put("b", "12345678901");

        assertThat(cache.get("a")).isEqualTo("1");
        assertThat(cache.get("b")).isNull();
    }

    @Test
    void forgetsTheEarlierValueOfAKeyWhoseNewOneIsTooHeavy() {
        BoundedCache<String, String> cache = cache(100, 10);

        cache.put("a", "1");
        cache.put("a", "12345678901");

        assertThat(cache.get("a")).isNull();
        assertThat(cache.size()).isZero();
    }

    @Test
    void forgetsWhatIsTooOld() {
        BoundedCache<String, String> cache = cache(100, 1_000);
        cache.put("a", "1");

        now += Duration.ofSeconds(10).toNanos() - 1;
        assertThat(cache.get("a")).isEqualTo("1");
        now += 1;

        assertThat(cache.get("a")).isNull();
        assertThat(cache.size()).isZero();
    }

    @Test
    void letsGoOfWhatIsTooOldWithoutBeingAsked() {
        BoundedCache<Object, String> cache = cache(100, 1_000);
        WeakReference<Object> early = new WeakReference<>(put(cache, "1"));
        pass(Duration.ofSeconds(5));
        Object late = put(cache, "2");
        assertThat(isHeld(early)).isTrue();

        pass(Duration.ofSeconds(5));
        assertThat(isHeld(early)).isFalse();
        assertThat(cache.get(late)).isEqualTo("2");

        WeakReference<Object> then = new WeakReference<>(late);
        late = null;
        pass(Duration.ofSeconds(5));
        assertThat(isHeld(then)).isFalse();
    }

    @Test
    void keepsTheFirstOfTwo() {
        BoundedCache<String, String> cache = cache(100, 1_000);

        assertThat(cache.getOrPut("a", "1")).isEqualTo("1");
        assertThat(cache.getOrPut("a", "2")).isEqualTo("1");
        now += Duration.ofSeconds(11).toNanos();
        assertThat(cache.getOrPut("a", "3")).isEqualTo("3");
    }

    private static Object put(BoundedCache<Object, String> cache, String value) {
        Object key = new Object();
        cache.put(key, value);
        return key;
    }

    private static boolean isHeld(WeakReference<Object> key) {
        System.gc();
        return key.get() != null;
    }

    private void pass(Duration time) {
        now += time.toNanos();
        timers.advanceTimeBy(time);
    }

    private <K> BoundedCache<K, String> cache(int most, long mostWeight) {
        return new BoundedCache<>(most, mostWeight, Duration.ofSeconds(10), String::length, timing);
    }
}
