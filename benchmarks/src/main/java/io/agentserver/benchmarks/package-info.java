/**
 * What the hub is compared with, and the means to compare: bare servers without a protocol, a light client on one event
 * loop, and a driver that runs them as separate processes in turn. No part of the product.
 */
@NullMarked
package io.agentserver.benchmarks;

import org.jspecify.annotations.NullMarked;
