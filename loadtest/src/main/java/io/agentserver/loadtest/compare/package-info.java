/** Two runs, or two sets of runs, side by side, with a verdict that allows for noise. */
@NullMarked
package io.agentserver.loadtest.compare;

import org.jspecify.annotations.NullMarked;
