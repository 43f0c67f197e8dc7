package io.agentserver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeriesTest {

    private final Series series = new Series();

    @Test
    void takesTheMiddleOfAnOddNumberOfValues() {
        add(9, 1, 5);

        assertThat(series.median()).isEqualTo(5);
        assertThat(series.spread()).isEqualTo("1.00 .. 9.00");
    }

    @Test
    void takesTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
        add(1_000, 10, 30, 20);

        assertThat(series.median()).isEqualTo(25);
        assertThat(series.spread()).isEqualTo("10.0 .. 1,000");
    }

    @Test
    void dividesByTheValuesOfTheSameRounds() {
        add(10, 40, 30);
        Series others = new Series();
        others.add(10);
        others.add(20);

        assertThat(series.ratios(others).spread()).isEqualTo("1.00 .. 2.00");
    }

    @Test
    void hasNoMedianWithoutValues() {
        assertThatThrownBy(series::median).isInstanceOf(IllegalStateException.class);
    }

    private void add(double... values) {
        for (double value : values) {
            series.add(value);
        }
    }
}
