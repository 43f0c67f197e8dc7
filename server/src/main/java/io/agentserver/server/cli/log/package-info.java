/**
 * Where the command's log lines go and how they look there (contract 5.5, 5.6), and the report made from them (contract 5.7).
 * Lines are handed over without waiting; each output has a thread of its own that writes them.
 */
@NullMarked
package io.agentserver.server.cli.log;

import org.jspecify.annotations.NullMarked;
