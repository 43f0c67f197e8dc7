/**
 * The view of it all: one immutable {@link io.agentserver.server.StateSnapshot} of who is connected and what runs, rebuilt
 * when something changed and read by everybody, so that no two readers disagree.
 */
@NullMarked
package io.agentserver.server.state;

import org.jspecify.annotations.NullMarked;
