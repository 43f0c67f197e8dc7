package io.agentserver.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GoalTest {

    private static final Subject HUB = Subject.parse("hub", List.of());
    private static final Subject BARE = Subject.parse("reactor", List.of());

    private final Table table = new Table();

    @Test
    void setsTheMedianBesideTheLimit() {
        add(HUB, 7, 9, 4);

        assertThat(Goal.atMost("P-0", "waits", "m", 8, " ms").row(table))
                .isEqualTo(new Goal.Row("P-0", "waits", "≤ 8.00 ms", "7.00 ms [4.00 .. 9.00]", "met"));
        assertThat(Goal.atMost("P-0", "waits", "m", 6, " ms").row(table).verdict())
                .isEqualTo("**not met**");
        assertThat(Goal.atLeast("P-0", "waits", "m", 7, " ms").row(table).verdict())
                .isEqualTo("met");
    }

    @Test
    void dividesTheFiguresOfTheSameRound() {
        add(HUB, 90, 100, 50);
        add(BARE, 100, 100, 100);

        Goal.Row row = Goal.atLeast("P-0", "answers", "m", 0.9, "")
                .to(Subject.Kind.REACTOR)
                .row(table);

        assertThat(row.figure()).isEqualTo("0.90 [0.50 .. 1.00] (90.0 against 100)");
        assertThat(row.verdict()).isEqualTo("met");
    }

    @Test
    void takesWhateverWasMeasuredWhereTheHubIsNotTheMatter() {
        add(BARE, 5);

        assertThat(Goal.atMost("P-0", "waits", "m", 8, "").row(table).verdict()).isEqualTo("met");
    }

    @Test
    void saysWhenThereIsNoFigure() {
        Goal goal = Goal.atLeast("P-0", "answers", "m", 0.9, "").to(Subject.Kind.REACTOR);

        assertThat(goal.row(table).verdict()).isEqualTo("not measured");
        add(HUB, 90);
        assertThat(goal.row(table).verdict()).isEqualTo("not measured: nothing to compare with");
    }

    private void add(Subject subject, double... values) {
        for (double value : values) {
            table.add("m", subject, value);
        }
    }
}
