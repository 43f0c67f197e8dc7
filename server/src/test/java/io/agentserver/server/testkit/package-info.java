/** What the hub's tests are made of: a hub without sockets in virtual time, and clients to talk to it. */
@NullMarked
package io.agentserver.server.testkit;

import org.jspecify.annotations.NullMarked;
