/**
 * What is running: sessions, their deadlines, the rounds of commands on a device, dispatches that wait for their device, and
 * the results that outlive them (contract 3.8 to 3.13, 6).
 *
 * <p>A session runs on one device, and everything about it is guarded by the lock of that device's {@code DeviceWork}.
 * Nothing foreign is called while the lock is held: engines and stores are called after it is released. Observers are
 * called with it held, so that they see the states of a session in their order.
 */
@NullMarked
package io.agentserver.server.session;

import org.jspecify.annotations.NullMarked;
