/**
 * The {@code agent-server} command: reads flags, environment and files, starts the hub, handles signals and decides the exit
 * code. The only package that uses Logback, picocli and SnakeYAML; whoever embeds the hub needs none of them.
 */
@NullMarked
package io.agentserver.server.cli;

import org.jspecify.annotations.NullMarked;
