/**
 * The HTTP API (contract 4): {@link io.agentserver.server.http.HttpApi} finds the endpoint of a request, checks who asks,
 * and sends the answer; every endpoint is a small class that turns a request into a {@code Reply}.
 */
@NullMarked
package io.agentserver.server.http;

import org.jspecify.annotations.NullMarked;
