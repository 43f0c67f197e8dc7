/**
 * A reactive AIP client on Reactor Netty: devices and constellations as contract section 8 describes the real ones.
 *
 * <p>{@link io.agentserver.protocol.client.DeviceClient} and
 * {@link io.agentserver.protocol.client.ConstellationClient} are immutable settings; {@code connect()} makes one
 * connection, {@code run()} stays connected. A connection does all its work on one event loop and owns no thread, so
 * one process can hold tens of thousands of them.
 */
@NullMarked
package io.agentserver.protocol.client;

import org.jspecify.annotations.NullMarked;
