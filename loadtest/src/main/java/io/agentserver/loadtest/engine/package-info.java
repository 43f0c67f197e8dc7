/**
 * Runs workloads and measures them. Each event loop is a shard of its own, with its users, devices, connections and recorders:
 * nothing on the way of a request is shared between threads.
 */
@NullMarked
package io.agentserver.loadtest.engine;

import org.jspecify.annotations.NullMarked;
