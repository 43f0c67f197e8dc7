/** When virtual users start: pure sequences of times, the same for the same seed. */
@NullMarked
package io.agentserver.loadtest.arrivals;

import org.jspecify.annotations.NullMarked;
