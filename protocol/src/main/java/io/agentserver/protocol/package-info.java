/**
 * AIP as data: the messages of contract section 2 as immutable values, and the codec that is the only door between
 * them and JSON. Nothing here knows sockets, Reactor or Netty.
 */
@NullMarked
package io.agentserver.protocol;

import org.jspecify.annotations.NullMarked;
