package io.agentserver.server.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/** Lets only critical events pass, a level that Logback itself cannot cut at. */
final class CriticalOnly extends Filter<ILoggingEvent> {

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return PythonLevel.isCritical(event) ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
}
