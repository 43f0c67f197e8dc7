/** Load testing of any server that speaks AIP. */
@NullMarked
package io.agentserver.loadtest;

import org.jspecify.annotations.NullMarked;
