/**
 * What a session does: the {@link io.agentserver.server.engine.SessionEngine} that embedders may implement, and the two
 * that ship.
 */
@NullMarked
package io.agentserver.server.engine;

import org.jspecify.annotations.NullMarked;
