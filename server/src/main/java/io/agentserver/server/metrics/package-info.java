/** Counts and shows what happens, in the meters of {@code docs/metrics.md}. */
@NullMarked
package io.agentserver.server.metrics;

import org.jspecify.annotations.NullMarked;
