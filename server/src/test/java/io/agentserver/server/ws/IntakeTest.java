package io.agentserver.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private final InflightBudget budget = new InflightBudget(100_000);
    private final ReceiveMeter meter = new ReceiveMeter();
    private final EmbeddedChannel channel = new EmbeddedChannel(meter);
    private final List<String> heard = new ArrayList<>();
    private final Intake intake = new Intake(channel, budget, meter, () -> heard.add("resumed"));
    private final Intake other = new Intake(new EmbeddedChannel(), budget, new ReceiveMeter(), () -> {});

    @AfterEach
    void finish() {
        channel.finishAndReleaseAll();
    }

    @Test
    @DisplayName("a short partial message does not count, a longer one does until it is complete")
    void countsLongMessages() {
        receive(16_384);
        intake.count(0);
        assertThat(budget.usedBytes()).isZero();

        receive(1);
        intake.count(0);
        assertThat(budget.usedBytes()).isEqualTo(16_385);

        intake.decoded(16_385 - 8);
        assertThat(intake.isInsideFrame()).isFalse();
        intake.count(20_000);
        assertThat(budget.usedBytes()).as("fragments put together").isEqualTo(20_000);
        intake.count(0);
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    @DisplayName("what comes after a close or a broken frame is thrown away and does not count")
    void throwsAway() {
        receive(50_000);
        intake.count(0);

        intake.discard();
        receive(50_000);
        intake.count(0);

        assertThat(budget.usedBytes()).isZero();
        assertThat(intake.isInsideFrame()).isFalse();
        assertThat((Object) channel.readInbound()).isNotNull(); // the first
        assertThat((Object) channel.readInbound()).isNull();
    }

    @Test
    @DisplayName("reading needs both that nobody holds it and that the budget has room")
    void readsWhenBothAllow() {
        other.count(90_000);
        intake.hold();
        assertThat(intake.isReading()).isFalse();
        intake.count(95_000);
        intake.release();
        assertThat(intake.isReading()).as("the budget").isFalse();
        intake.hold();
        other.count(0);
        assertThat(intake.isReading()).as("the hold").isFalse();
        assertThat(heard).isEmpty();

        intake.release();

        assertThat(intake.isReading()).isTrue();
        assertThat(heard).containsExactly("resumed");
    }

    @Test
    @DisplayName("a change that arrives late does what is right now, not what was right then")
    void appliesTheLatestState() {
        other.count(60_000);
        intake.count(70_000);
        assertThat(intake.isReading()).isFalse();
        intake.close();
        assertThat(intake.isReading()).isTrue();

        intake.readingChanged();

        assertThat(intake.isReading()).isTrue();
        assertThat(budget.usedBytes()).isEqualTo(60_000);
    }

    private void receive(int bytes) {
        channel.writeOneInbound(Unpooled.wrappedBuffer(new byte[bytes]));
    }
}
