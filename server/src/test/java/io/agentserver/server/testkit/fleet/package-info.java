/** Thousands of simulated devices in a process of their own, and tasks for them. */
@NullMarked
package io.agentserver.server.testkit.fleet;

import org.jspecify.annotations.NullMarked;
