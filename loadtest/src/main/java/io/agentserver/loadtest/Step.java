package io.agentserver.loadtest;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** One thing a virtual user does, as a value; engines read it. Made by {@link Dsl}. Switch on {@link #kind()}. */
public sealed interface Step {

    /** Which of the steps this is. */
    enum Kind {
        BLOCK,
        REQUEST,
        PAUSE,
        REPEAT,
        DURING,
        FUNCTION,
        FEED,
        EXIT_IF_FAILED,
        IF,
        RANDOM
    }

    /** Which of the steps this is. */
    Kind kind();

    /** Steps one after the other. */
    record Block(List<Step> steps) implements Step {
        public Block {
            steps = List.copyOf(steps);
        }

        @Override
        public Kind kind() {
            return Kind.BLOCK;
        }
    }

    /**
     * A request that is measured.
     *
     * @param name under which its figures stand
     * @param exchange what is sent and awaited
     * @param checks what the reply must hold
     */
    record Request(String name, Exchange exchange, List<Check> checks) implements Step {
        public Request {
            checks = List.copyOf(checks);
            for (Check check : checks) {
                if (check.onBody() && !exchange.kind().answersWithBody()) {
                    throw new IllegalArgumentException("check " + check + " of " + name + ": the answer to "
                            + exchange.kind().name().toLowerCase(Locale.ROOT) + " has no body (expected: status())");
                }
            }
        }

        /** Whether a check wants the body. */
        public boolean wantsBody() {
            return checks.stream().anyMatch(Check::onBody);
        }

        /** Whether a check decides what a good status is. */
        public boolean checksStatus() {
            return checks.stream().anyMatch(Check::onStatus);
        }

        @Override
        public Kind kind() {
            return Kind.REQUEST;
        }
    }

    /** Nothing, for a time between those. */
    record Pause(Duration atLeast, Duration atMost) implements Step {
        public Pause {
            if (atLeast.isNegative() || atMost.compareTo(atLeast) < 0) {
                throw new IllegalArgumentException(
                        "pause: " + atLeast + " to " + atMost + " (expected: from 0 or more to no less)");
            }
        }

        @Override
        public Kind kind() {
            return Kind.PAUSE;
        }
    }

    /** The steps that many times; the attribute {@code counter} counts from 0. */
    record Repeat(Expression times, String counter, Step body) implements Step {
        @Override
        public Kind kind() {
            return Kind.REPEAT;
        }
    }

    /** The steps again and again until that time has passed. */
    record During(Duration duration, Step body) implements Step {
        @Override
        public Kind kind() {
            return Kind.DURING;
        }
    }

    /** A change of the session. */
    record Function(UnaryOperator<Session> change) implements Step {
        @Override
        public Kind kind() {
            return Kind.FUNCTION;
        }
    }

    /** The next row of a feeder becomes attributes. */
    record Feed(Feeder feeder) implements Step {
        @Override
        public Kind kind() {
            return Kind.FEED;
        }
    }

    /** The user ends when a request has failed. */
    record ExitIfFailed() implements Step {
        @Override
        public Kind kind() {
            return Kind.EXIT_IF_FAILED;
        }
    }

    /** One of two ways. */
    record If(Predicate<Session> condition, Step then, Step otherwise) implements Step {
        @Override
        public Kind kind() {
            return Kind.IF;
        }
    }

    /** One of several ways by chance; percents that do not fill 100 leave the rest to nothing. */
    record Random(List<Share> shares) implements Step {

        /** One way. */
        public record Share(double percent, Step body) {}

        public Random {
            shares = List.copyOf(shares);
            double sum = shares.stream().mapToDouble(Share::percent).sum();
            if (shares.stream().anyMatch(share -> !(share.percent() >= 0)) || sum > 100.000001) {
                throw new IllegalArgumentException(
                        "percents: " + sum + " in all (expected: at most 100, none negative)");
            }
        }

        @Override
        public Kind kind() {
            return Kind.RANDOM;
        }
    }
}
