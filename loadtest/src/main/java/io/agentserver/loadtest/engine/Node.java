package io.agentserver.loadtest.engine;

/** A step of a compiled scenario. Immutable once compiled and shared by all shards; the state is the user's. */
abstract class Node {

    /** Does it; then, now or later, {@link User#go} is called with the next one, or {@link User#end}. */
    abstract void run(User user);
}
