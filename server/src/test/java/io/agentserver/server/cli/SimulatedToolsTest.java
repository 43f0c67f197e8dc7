package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.Command;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.ServerHeader;
import io.agentserver.protocol.ServerMessage;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.scheduler.VirtualTimeScheduler;

class SimulatedToolsTest {

    private static final ThinkTime THINK_TIME = new ThinkTime(Duration.ofMillis(50), Duration.ofMillis(200));

    private static final ServerMessage.Commands ROUND = new ServerMessage.Commands(
            new ServerHeader(MessageStatus.CONTINUE, null, null, null), null, null, null, List.of(), null);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    @Test
    void thinksAtLeastTheShorterAndAtMostTheLongerTime() {
        SimulatedTools tools = tools(0);
        for (int i = 0; i < 100; i++) {
            AtomicReference<Result> result = new AtomicReference<>();
            tools.execute(Command.action("click", null), ROUND).subscribe(result::set);
            time.advanceTimeBy(Duration.ofMillis(49));
            assertThat(result).hasValue(null);
            time.advanceTimeBy(Duration.ofMillis(151));
            assertThat(result.get()).isNotNull();
        }
    }

    @Test
    void repeatsTheRequestItWasGivenWholeAndElseNamesTheTool() {
        RawJson request = RawJson.of("{\"request\": \"open the door\"}");

        assertThat(run(tools(0), Command.action("execute_task", request)).result())
                .isEqualTo(RawJson.ofString("simulated: open the door"));
        assertThat(run(tools(0), Command.action("click", request)).result())
                .isEqualTo(RawJson.ofString("simulated: click"));
        assertThat(run(tools(0), Command.action("execute_task", null)).result())
                .isEqualTo(RawJson.ofString("simulated: execute_task"));
    }

    @Test
    void failsAsOftenAsAsked() {
        SimulatedTools tools = tools(0.25);
        long failures = IntStream.range(0, 4_000)
                .filter(i -> run(tools, Command.action("click", null)).error() != null)
                .count();

        assertThat(failures).isBetween(850L, 1_150L);
        assertThat(run(tools(1), Command.action("click", null)).error()).isEqualTo("simulated failure of click");
        assertThat(run(tools(0), Command.action("click", null)).error()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"50ms-200ms, 50, 200", "100ms, 100, 100", "1s-1s, 1000, 1000", "0s-1s, 0, 1000"})
    void readsThinkTimes(String text, long least, long most) {
        assertThat(ThinkTime.parse(text)).contains(new ThinkTime(Duration.ofMillis(least), Duration.ofMillis(most)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "50ms-", "-50ms", "200ms-50ms", "fast", "1s-2s-3s"})
    void refusesWhatIsNoThinkTime(String text) {
        assertThat(ThinkTime.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0%, 0", "1%, 0.01", "0.5%, 0.005", "100%, 1"})
    void readsPercentages(String text, double share) {
        assertThat(Percentage.parse(text)).contains(new Percentage(share));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "%", "-1%", "101%", "1.%", ".5%", "100.1%", "1 %"})
    void refusesWhatIsNoPercentage(String text) {
        assertThat(Percentage.parse(text)).isEmpty();
    }

    private SimulatedTools tools(double failures) {
        return new SimulatedTools(THINK_TIME, new Percentage(failures), new SplittableRandom(7), time);
    }

    private Result run(SimulatedTools tools, Command command) {
        AtomicReference<Result> result = new AtomicReference<>();
        tools.execute(command, ROUND).subscribe(result::set);
        time.advanceTimeBy(THINK_TIME.most());
        return result.get();
    }
}
