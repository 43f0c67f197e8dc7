package io.agentserver.server.cli.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What a logger is told while a test runs, instead of on the console. */
final class Captured extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Logger logger;
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    Captured(Class<?> type) {
        logger = (Logger) LoggerFactory.getLogger(type);
        start();
        logger.setAdditive(false);
        logger.addAppender(this);
    }

    /** {@code LEVEL message} of each line. */
    List<String> lines() {
        return events.stream()
                .map(event -> PythonLevel.of(event) + " " + event.getFormattedMessage())
                .toList();
    }

    @Override
    protected void append(ILoggingEvent event) {
        events.add(event);
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setAdditive(true);
    }
}
