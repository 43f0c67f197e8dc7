package io.agentserver.loadtest.engine;

import static io.agentserver.loadtest.Dsl.http;
import static io.agentserver.loadtest.Dsl.scenario;

import io.agentserver.loadtest.Population;
import io.agentserver.loadtest.Reply;
import io.agentserver.loadtest.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A shard in a virtual time, against a server that is a function. */
final class ShardKit {

    static final long MS = 1_000_000;
    static final long S = 1_000 * MS;
    private static final long TIMEOUT = 60 * S;

    final VirtualTime time = new VirtualTime();
    final List<RuntimeException> faults = new ArrayList<>();
    private final Program program = new Program();

    /** One run on one shard with a window. */
    final class Run {
        final Shard shard;
        private final Window window;

        private Run(Population population, long windowFrom, long windowTo, Consumer<Call> server) {
            Node first = program.compile(population.steps());
            window = new Window(0, windowFrom, windowTo);
            Wire wire = new Wire() {
                @Override
                public void start(Call call) {
                    server.accept(call);
                }

                @Override
                public void userEnded(User user) {
                    // It had nothing to close.
                }
            };
            shard = new Shard(time, wire, window, program.names(), TIMEOUT, 1_000_000, 1, faults::add);
            Shard.Source source;
            if (population.open() != null) {
                source = new Pacer(shard, "s", first, population.open().times(1), 0, 1);
            } else {
                source = new ConcurrencyKeeper(shard, "s", first, population.closed(), 0, 1);
            }
            shard.begin(List.of(source));
        }

        /** Runs to the end of the window, and then until nothing is under way. */
        ShardTotals finish() {
            time.runUntil(window.to() - 1);
            shard.stop();
            time.runUntil(window.to() + TIMEOUT + S);
            return shard.totals();
        }

        ShardSecond.Request figures(String name) {
            return shard.endSecond(0).requests().get(name);
        }
    }

    Run run(Population population, long windowFrom, long windowTo, Consumer<Call> server) {
        return new Run(population, windowFrom, windowTo, server);
    }

    /** Answers each call so long after it was sent. */
    Consumer<Call> after(long nanos) {
        return call -> {
            call.sent();
            time.at(time.now() + nanos, () -> call.answered(Reply.of("200")));
        };
    }

    static Scenario get() {
        return scenario("s").exec(http("get").get("/"));
    }
}
