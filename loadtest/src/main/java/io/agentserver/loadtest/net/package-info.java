/**
 * Lean clients for HTTP/1.1 and AIP: one handler on a Netty channel each, confined to its event loop, told of everything by
 * callback.
 */
@NullMarked
package io.agentserver.loadtest.net;

import org.jspecify.annotations.NullMarked;
