package io.agentserver.server.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One output in virtual time: its thread is not started, the test does its steps. */
class LogOutputTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Captured told = new Captured(LogOutput.class);
    private final FakeSink sink = new FakeSink();
    private final LogOutput output = new LogOutput("x.log", "logs/x.log", PythonLevel.DEBUG, new TextLine(false), sink);
    private long now = 5 * SECOND;

    @AfterEach
    void releaseLogger() {
        told.close();
    }

    @Test
    void writesWhatItIsOffered() {
        offer(Level.INFO, "one");
        offer(Level.DEBUG, "two");

        output.step(now);

        assertThat(sink.written()).containsExactly("INFO: one", "DEBUG: two");
        assertThat(told.lines()).isEmpty();
    }

    @Test
    void takesOnlyItsLevels() {
        LogOutput errors = new LogOutput("e.log", "logs/e.log", PythonLevel.ERROR, new TextLine(false), sink);

        assertThat(errors.wants(PythonLevel.WARNING)).isFalse();
        assertThat(errors.wants(PythonLevel.ERROR)).isTrue();
        assertThat(errors.wants(PythonLevel.CRITICAL)).isTrue();
    }

    @Test
    void dropsWhatTheQueueCannotTakeAndTellsItAsSoonAsThereIsRoom() {
        int offered = 50_000;
        for (int i = 0; i < offered; i++) {
            offer(Level.DEBUG, "line " + i);
        }
        drain();

        int written = sink.written().size();
        assertThat(written).isBetween(5_000, 20_000);
        assertThat(sink.written()).startsWith("DEBUG: line 0").endsWith("DEBUG: line " + (written - 1));
        int lost = offered - written;
        assertThat(told.lines())
                .containsExactly("WARNING " + lost + " log lines were dropped (DEBUG " + lost + "; " + lost
                        + " since the start): logs/x.log did not take them in time");
    }

    @Test
    void showsMetricsWhatIsLost() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        output.bindTo(registry);
        for (int i = 0; i < 50_000; i++) {
            offer(Level.DEBUG, "line " + i);
        }
        drain();

        assertThat(registry.get("agent.server.log.lines.dropped")
                        .tags("output", "x.log", "level", "DEBUG")
                        .functionCounter()
                        .count())
                .isEqualTo(50_000 - sink.written().size());
        assertThat(registry.get("agent.server.log.lines.dropped").functionCounters())
                .hasSize(5);
    }

    @Test
    void keepsRoomForWarningsAndErrorsInAFloodOfSmallTalk() {
        for (int i = 0; i < 50_000; i++) {
            offer(Level.INFO, "small talk");
        }
        for (int i = 0; i < 1_000; i++) {
            offer(i % 2 == 0 ? Level.WARN : Level.ERROR, "serious " + i);
        }
        drain();

        assertThat(sink.written()).filteredOn(line -> line.contains("serious")).hasSize(1_000);
        assertThat(told.lines())
                .singleElement()
                .asString()
                .startsWith("WARNING")
                .contains("(INFO ");
    }

    @Test
    void tellsLostErrorsAsAnError() {
        for (int i = 0; i < 50_000; i++) {
            offer(Level.ERROR, "serious");
        }
        drain();

        assertThat(told.lines()).singleElement().asString().startsWith("ERROR ").contains("(ERROR ");
    }

    @Test
    void aLineOfManyMegabytesCountsForWhatItIs() {
        String huge = "x".repeat(1_000_000);
        for (int i = 0; i < 20; i++) {
            offer(Level.INFO, huge);
        }
        drain();

        assertThat(sink.written()).hasSizeLessThan(8);
    }

    @Test
    void goesOnTellingWhileItGoesOnLosing() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 50_000; i++) {
                offer(Level.DEBUG, "line");
            }
            drain();
            now += 11 * SECOND;
        }

        assertThat(told.lines()).hasSize(3);
        assertThat(told.lines().get(2)).contains(" since the start)");
    }

    @Test
    void tellsAnOutageOnceTriesAgainAtGrowingIntervalsAndLosesNothingThatFits() {
        sink.fail("No space left on device");
        offer(Level.INFO, "one");

        assertThat(output.step(now)).isEqualTo(SECOND);
        assertThat(output.step(now + SECOND / 2)).isEqualTo(SECOND / 2);
        offer(Level.INFO, "two");
        long pause = SECOND;
        for (int i = 0; i < 8; i++) {
            now += pause;
            pause = output.step(now);
        }
        assertThat(pause).isEqualTo(30 * SECOND);
        assertThat(told.lines())
                .singleElement()
                .asString()
                .startsWith("ERROR Log lines cannot be written to logs/x.log: No space");

        sink.mend();
        now += pause;
        output.step(now);

        assertThat(sink.written()).containsExactly("INFO: one", "INFO: two");
        assertThat(told.lines()).hasSize(2).endsWith("WARNING Log lines are written to logs/x.log again");
    }

    @Test
    void tellsTheNextOutageAgain() {
        for (int i = 0; i < 2; i++) {
            sink.fail("Read-only file system");
            offer(Level.INFO, "line");
            output.step(now);
            sink.mend();
            now += 2 * SECOND;
            output.step(now);
        }

        assertThat(told.lines()).filteredOn(line -> line.contains("Read-only")).hasSize(2);
    }

    @Test
    void aValueThatCannotBePrintedCostsNoOtherLine() {
        ILoggingEvent broken = Events.with(Events.info("one"), "key", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no");
            }
        });
        LogOutput json = new LogOutput("x.log", "logs/x.log", PythonLevel.DEBUG, new JsonLine(), sink);
        json.offer(new LogLine(broken));
        json.offer(new LogLine(Events.info("two")));

        json.step(now);

        assertThat(sink.written()).hasSize(2);
        assertThat(sink.written().get(0)).contains("cannot be written: java.lang.IllegalStateException: no");
        assertThat(sink.written().get(1)).contains("two");
    }

    @Test
    void looksAfterItsFileAtMostOnceASecond() {
        output.step(now);
        output.step(now + SECOND / 2);
        assertThat(sink.upkeeps()).isEqualTo(1);
        output.step(now + SECOND);
        assertThat(sink.upkeeps()).isEqualTo(2);
    }

    @Test
    void writesWhatWaitsBeforeItEnds() {
        offer(Level.INFO, "one");
        output.start();
        output.beginClosing();
        output.awaitClosed(TimeUnit.SECONDS.toNanos(30));

        assertThat(sink.written()).containsExactly("INFO: one");
        assertThat(sink.isClosed()).isTrue();
        offer(Level.INFO, "too late");
        output.tellLosses();
        assertThat(told.lines()).isEmpty();
    }

    @Test
    void countsWhatItCannotWriteAtTheEnd() {
        sink.fail("No space left on device");
        List.of("one", "two", "three").forEach(text -> offer(Level.INFO, text));
        output.start();
        output.beginClosing();
        output.awaitClosed(TimeUnit.SECONDS.toNanos(30));

        output.tellLosses();

        assertThat(told.lines()).anyMatch(line -> line.startsWith("WARNING 3 log lines were dropped (INFO 3;"));
    }

    private void offer(Level level, String text) {
        ILoggingEvent event = Events.event(level, text);
        output.offer(new LogLine(event));
    }

    private void drain() {
        while (output.step(now) <= TimeUnit.MILLISECONDS.toNanos(1)) {
            // Until there is nothing more to do.
        }
    }
}
