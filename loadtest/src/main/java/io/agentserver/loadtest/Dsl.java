package io.agentserver.loadtest;

import io.agentserver.loadtest.arrivals.Arrivals;
import io.agentserver.loadtest.arrivals.Concurrency;
import io.agentserver.loadtest.arrivals.ConstantRate;
import io.agentserver.loadtest.arrivals.OpenProfiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** The words to write simulations in, for {@code import static}. They are Gatling's where Gatling has them. */
public final class Dsl {

    private Dsl() {}

    /** A scenario of that name, without steps yet. */
    public static Scenario scenario(String name) {
        return new Scenario(name, List.of());
    }

    /** Those steps as a chain. */
    public static Chain exec(StepSource... steps) {
        return Chain.EMPTY.exec(steps);
    }

    /** A change of the session as a chain. */
    public static Chain exec(UnaryOperator<Session> change) {
        return Chain.EMPTY.exec(change);
    }

    /** A pause as a chain. */
    public static Chain pause(Duration duration) {
        return Chain.EMPTY.pause(duration);
    }

    /** An HTTP request; its figures stand under that name. */
    public static HttpRequest.Named http(String name) {
        return new HttpRequest.Named(name);
    }

    /** An AIP exchange; its figures stand under that name. */
    public static AipRequest.Named aip(String name) {
        return new AipRequest.Named(name);
    }

    /** One way of a {@code randomSwitch}. */
    public static Steps.Share percent(double percent, StepSource body) {
        return new Steps.Share(percent, body);
    }

    /** The HTTP status, or that of the AIP message. */
    public static Check status() {
        return Check.status();
    }

    /** The whole body. */
    public static Check bodyString() {
        return Check.bodyString();
    }

    /** What stands at that place, such as {@code $.clients[0].client_id}. */
    public static Check jsonPath(String path) {
        return Check.jsonPath(path);
    }

    /** The first group of the first match, or the match when the expression has no group. */
    public static Check regex(String expression) {
        return Check.regex(expression);
    }

    /** Rows of a CSV file whose first line names the columns. */
    public static Feeder csv(String file) {
        return FeederFiles.csv(Path.of(file));
    }

    /** Rows of a JSON file, an array of objects. */
    public static Feeder json(String file) {
        return FeederFiles.json(Path.of(file));
    }

    /** That many users at the start. */
    public static Arrivals atOnceUsers(long users) {
        return OpenProfiles.atOnce(users);
    }

    /** That many users, spread evenly. */
    public static Over<Arrivals> rampUsers(long users) {
        return duration -> OpenProfiles.spread(users, duration);
    }

    /** That many users each second. */
    public static Over<ConstantRate> constantUsersPerSec(double rate) {
        return duration -> OpenProfiles.constantRate(rate, duration);
    }

    /** From that many users each second to another number. */
    public static ToRate rampUsersPerSec(double from) {
        return to -> duration -> OpenProfiles.rampRate(from, to, duration);
    }

    /** Nobody for that time. */
    public static Arrivals nothingFor(Duration duration) {
        return OpenProfiles.nothing(duration);
    }

    /** That many users at work at once. */
    public static Over<Concurrency> constantConcurrentUsers(int users) {
        return duration -> Concurrency.constant(users, duration);
    }

    /** From that many users at work at once to another number. */
    public static ToUsers rampConcurrentUsers(int from) {
        return to -> duration -> Concurrency.ramp(from, to, duration);
    }

    /** Waits for how long. */
    @FunctionalInterface
    public interface Over<T> {

        /** For that time. */
        T during(Duration duration);

        /** For that many seconds. */
        default T during(long seconds) {
            return during(Duration.ofSeconds(seconds));
        }
    }

    /** Waits for the rate to end with. */
    @FunctionalInterface
    public interface ToRate {

        /** To that many users each second. */
        Over<Arrivals> to(double rate);
    }

    /** Waits for the number to end with. */
    @FunctionalInterface
    public interface ToUsers {

        /** To that many users at once. */
        Over<Concurrency> to(int users);
    }
}
