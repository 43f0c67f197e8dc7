package io.agentserver.loadtest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts: what is planned from the window's first moment to before its last. */
class WindowTest {

    /** Wherever the clock that has no zero begins, and where it wraps. */
    @ParameterizedTest
    @ValueSource(longs = {0, -1_000, Long.MAX_VALUE - 15, Long.MIN_VALUE})
    void hasTwoSides(long base) {
        Window window = new Window(base, base + 10, base + 20);

        assertThat(window.side(base)).isZero();
        assertThat(window.side(base + 9)).isZero();
        assertThat(window.side(base + 10)).isOne();
        assertThat(window.side(base + 19)).isOne();
        assertThat(window.side(base + 20)).isZero();
        assertThat(window.side(base + 1_000_000)).isZero();
    }

    @Test
    void endsEarlierButNotLater() {
        Window window = new Window(0, 10, 20);

        window.endAt(15);
        window.endAt(18);

        assertThat(window.side(14)).isOne();
        assertThat(window.side(15)).isZero();
    }

    @Test
    void holdsNothingBeforeItIsSet() {
        assertThat(new Window().side(5)).isZero();
        assertThat(new Window().side(-5)).isZero();
    }
}
