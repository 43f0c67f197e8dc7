/**
 * What a run came to, as values: figures of each request, a line of time, how the generator itself did. Written by the
 * engine, read by reports, assertions and comparisons.
 */
@NullMarked
package io.agentserver.loadtest.stats;

import org.jspecify.annotations.NullMarked;
