/** The event lines that operators search for (contract 5.4), written to slf4j and nowhere else. */
@NullMarked
package io.agentserver.server.logging;

import org.jspecify.annotations.NullMarked;
