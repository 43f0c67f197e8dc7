/** The command. */
@NullMarked
package io.agentserver.loadtest.cli;

import org.jspecify.annotations.NullMarked;
