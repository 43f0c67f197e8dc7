/** The scenarios that come along, written as anybody could. */
@NullMarked
package io.agentserver.loadtest.scenarios;

import org.jspecify.annotations.NullMarked;
