package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.Exchange;
import io.agentserver.loadtest.Expression;
import io.agentserver.loadtest.Feeder;
import io.agentserver.loadtest.MissingAttributeException;
import io.agentserver.loadtest.Session;
import io.agentserver.loadtest.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Compiles the steps of scenarios into nodes that know what follows them, and numbers the request names. */
final class Program {

    private static final Node END = new Node() {
        @Override
        void run(User user) {
            user.end();
        }
    };

    private final List<String> names = new ArrayList<>();

    /** The request names so far, in the order in which they came up. */
    List<String> names() {
        return List.copyOf(names);
    }

    /** Compiles a scenario. */
    Node compile(Step steps) {
        return compile(steps, END);
    }

    private Node compile(Step step, Node next) {
        return switch (step.kind()) {
            case BLOCK -> block((Step.Block) step, next);
            case REQUEST -> request((Step.Request) step, next);
            case PAUSE -> new PauseNode((Step.Pause) step, next);
            case REPEAT -> {
                Step.Repeat repeat = (Step.Repeat) step;
                LoopNode loop = new LoopNode(repeat.times(), repeat.counter(), Duration.ZERO, next);
                loop.body = compile(repeat.body(), loop);
                yield loop;
            }
            case DURING -> {
                Step.During during = (Step.During) step;
                LoopNode loop = new LoopNode(null, "", during.duration(), next);
                loop.body = compile(during.body(), loop);
                yield loop;
            }
            case FUNCTION -> new FunctionNode(((Step.Function) step).change(), next);
            case FEED -> new FeedNode(((Step.Feed) step).feeder(), next);
            case EXIT_IF_FAILED -> new IfNode(session -> session.isFailed(), END, next);
            case IF -> {
                Step.If branch = (Step.If) step;
                yield new IfNode(branch.condition(), compile(branch.then(), next), compile(branch.otherwise(), next));
            }
            case RANDOM -> random((Step.Random) step, next);
        };
    }

    private Node block(Step.Block block, Node next) {
        // From the end, because each node knows its follower; names are numbered from the start all the same.
        block.steps().forEach(this::number);
        Node first = next;
        for (int i = block.steps().size() - 1; i >= 0; i--) {
            first = compile(block.steps().get(i), first);
        }
        return first;
    }

    private void number(Step step) {
        if (step instanceof Step.Request request) {
            number(request.name());
        } else if (step instanceof Step.Block block) {
            block.steps().forEach(this::number);
        }
    }

    private int number(String name) {
        int at = names.indexOf(name);
        if (at < 0) {
            at = names.size();
            names.add(name);
        }
        return at;
    }

    private Node request(Step.Request request, Node next) {
        int own = number(request.name());
        boolean dispatch = request.exchange().kind() == Exchange.Kind.DISPATCH;
        int http = dispatch ? number(request.name() + Exchange.Dispatch.HTTP_SUFFIX) : -1;
        return new RequestNode(request, own, http, next);
    }

    private Node random(Step.Random random, Node next) {
        List<Node> ways = new ArrayList<>();
        double[] upTo = new double[random.shares().size()];
        double sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum += random.shares().get(i).percent();
            upTo[i] = sum;
            ways.add(compile(random.shares().get(i).body(), next));
        }
        return new RandomNode(ways, upTo, next);
    }

    private static final class PauseNode extends Node {
        private final long atLeast;
        private final long range;
        private final Node next;

        PauseNode(Step.Pause pause, Node next) {
            this.atLeast = pause.atLeast().toNanos();
            this.range = pause.atMost().toNanos() - atLeast;
            this.next = next;
        }

        @Override
        void run(User user) {
            long length = range == 0 ? atLeast : atLeast + user.shard().random().nextLong(range);
            // From the planned time: a late thread makes no pause longer, and hides nothing of its lateness.
            long until = user.planned() + length;
            user.planned(until);
            user.shard().pause(user, until, next);
        }
    }

    private static final class LoopNode extends Node {
        private final @Nullable Expression times;
        private final String counter;
        private final long nanos;
        private final Node next;
        private Node body = END;

        LoopNode(@Nullable Expression times, String counter, Duration duration, Node next) {
            this.times = times;
            this.counter = counter;
            this.nanos = saturated(duration);
            this.next = next;
        }

        private static long saturated(Duration duration) {
            // Half of what fits, so that adding a time cannot overflow.
            return duration.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE / 2 : duration.toNanos();
        }

        @Override
        void run(User user) {
            long now = user.shard().now();
            User.Round round = user.rounds().peek();
            if (round == null || round.loop != this) {
                round = new User.Round(this, times == null ? now + nanos : 0);
                user.rounds().push(round);
            } else {
                round.count++;
            }
            boolean again = times == null ? now - round.until < 0 : round.count < times(user, times);
            if (!again || user.shard().isStopped()) {
                user.rounds().pop();
                user.go(next);
                return;
            }
            if (!counter.isEmpty()) {
                user.session(user.session().set(counter, round.count));
            }
            user.shard().yieldIfStuck(user, body);
        }

        private static long times(User user, Expression expression) {
            try {
                return Long.parseLong(expression.resolve(user.session()).strip());
            } catch (NumberFormatException | MissingAttributeException e) {
                user.session(user.session().markAsFailed());
                return 0;
            }
        }
    }

    private static final class FunctionNode extends Node {
        private final UnaryOperator<Session> change;
        private final Node next;

        FunctionNode(UnaryOperator<Session> change, Node next) {
            this.change = change;
            this.next = next;
        }

        @Override
        void run(User user) {
            try {
                user.session(change.apply(user.session()));
                user.go(next);
            } catch (RuntimeException e) {
                user.shard().fault(e);
                user.session(user.session().markAsFailed());
                user.go(next);
            }
        }
    }

    private static final class FeedNode extends Node {
        private final Feeder feeder;
        private final Node next;

        FeedNode(Feeder feeder, Node next) {
            this.feeder = feeder;
            this.next = next;
        }

        @Override
        void run(User user) {
            Map<String, String> row = feeder.next(user.shard().random());
            if (row == null) {
                user.end();
            } else {
                user.session(user.session().setAll(row));
                user.go(next);
            }
        }
    }

    private static final class IfNode extends Node {
        private final Predicate<Session> condition;
        private final Node then;
        private final Node otherwise;

        IfNode(Predicate<Session> condition, Node then, Node otherwise) {
            this.condition = condition;
            this.then = then;
            this.otherwise = otherwise;
        }

        @Override
        void run(User user) {
            user.go(condition.test(user.session()) ? then : otherwise);
        }
    }

    private static final class RandomNode extends Node {
        private final List<Node> ways;
        private final double[] upTo;
        private final Node next;

        RandomNode(List<Node> ways, double[] upTo, Node next) {
            this.ways = ways;
            this.upTo = upTo;
            this.next = next;
        }

        @Override
        void run(User user) {
            double point = user.shard().random().nextDouble() * 100;
            for (int i = 0; i < upTo.length; i++) {
                if (point < upTo[i]) {
                    user.go(ways.get(i));
                    return;
                }
            }
            user.go(next);
        }
    }
}
