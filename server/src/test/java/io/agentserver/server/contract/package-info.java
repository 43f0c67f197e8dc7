/**
 * The conformance cases of the wire and HTTP contract (section 9) that concern the hub, each over real sockets and named by
 * its number, and what the contract promises beyond them: hostile input, size, many devices.
 */
@NullMarked
package io.agentserver.server.contract;

import org.jspecify.annotations.NullMarked;
