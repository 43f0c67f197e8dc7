/** Counts what happens, in the meters of an injected registry; the names are those of {@code docs/metrics.md}. */
@NullMarked
package io.agentserver.server.metrics;

import org.jspecify.annotations.NullMarked;
