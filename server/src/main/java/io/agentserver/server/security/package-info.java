/** Who may come in: keys, and the checks of {@code Host} and {@code Origin} that keep foreign web pages out. */
@NullMarked
package io.agentserver.server.security;

import org.jspecify.annotations.NullMarked;
