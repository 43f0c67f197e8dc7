package io.agentserver.loadtest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What chains and scenarios share: steps one behind the other. Every method gives another value and changes nothing.
 *
 * @param <T> the type itself
 */
public abstract sealed class Steps<T extends Steps<T>> permits Chain, Scenario {

    private final List<Step> steps;

    Steps(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** The same with those steps instead. */
    abstract T with(List<Step> others);

    /** What it comes to. */
    public Step step() {
        return new Step.Block(steps);
    }

    T then(Step step) {
        List<Step> all = new ArrayList<>(steps);
        all.add(step);
        return with(all);
    }

    /** Then those, one after the other. */
    public T exec(StepSource... next) {
        return then(new Step.Block(Arrays.stream(next).map(StepSource::step).toList()));
    }

    /** Then a change of the session. */
    public T exec(UnaryOperator<Session> change) {
        return then(new Step.Function(change));
    }

    /** Then nothing for that time. */
    public T pause(Duration duration) {
        return pause(duration, duration);
    }

    /** Then nothing for that many seconds. */
    public T pause(long seconds) {
        return pause(Duration.ofSeconds(seconds));
    }

    /** Then nothing for a time between those, each as likely. */
    public T pause(Duration atLeast, Duration atMost) {
        return then(new Step.Pause(atLeast, atMost));
    }

    /** Then the next row of that feeder becomes attributes. */
    public T feed(Feeder feeder) {
        return then(new Step.Feed(feeder));
    }

    /** Then, that many times, what {@code on} is given. */
    public On<T> repeat(int times) {
        return repeat(times, "");
    }

    /** Then, that many times, what {@code on} is given; that attribute counts from 0. */
    public On<T> repeat(int times, String counter) {
        return repeat(Integer.toString(times), counter);
    }

    /** Then, as often as the text says for the session, what {@code on} is given; that attribute counts from 0. */
    public On<T> repeat(String times, String counter) {
        Expression expression = Expression.of(times);
        return body -> then(new Step.Repeat(expression, counter, body.step()));
    }

    /** Then, again and again for that time, what {@code on} is given. */
    public On<T> during(Duration duration) {
        return body -> then(new Step.During(duration, body.step()));
    }

    /** Then, again and again until the run ends, what {@code on} is given. */
    public On<T> forever() {
        return during(Duration.ofNanos(Long.MAX_VALUE));
    }

    /** Then, if the session is so, what {@code then} is given. */
    public On<T> doIf(Predicate<Session> condition) {
        return body -> then(new Step.If(condition, body.step(), new Step.Block(List.of())));
    }

    /** Then one of those by chance. */
    public T randomSwitch(Share... shares) {
        return then(new Step.Random(Arrays.stream(shares)
                .map(share ->
                        new Step.Random.Share(share.percent(), share.body().step()))
                .toList()));
    }

    /** Ends the user when a request has failed. */
    public T exitHereIfFailed() {
        return then(new Step.ExitIfFailed());
    }

    /** Waits for the steps inside. */
    @FunctionalInterface
    public interface On<T> {

        /** Those steps inside. */
        T on(StepSource body);
    }

    /** One way of a switch. */
    public record Share(double percent, StepSource body) {}
}
