package io.agentserver.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Logback for this command, set up in code: no search for configuration files at start, and nothing that a program which only
 * embeds the hub would find on its class path. {@link #choose} must come before the first logger is asked for.
 */
public final class ConsoleLogging implements SLF4JServiceProvider {

    private static final String PROVIDER_PROPERTY = "slf4j.provider";
    private static final String VERBOSITY_PROPERTY = "slf4j.internal.verbosity";
    private static final LoggerContext CONTEXT = new LoggerContext();

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();

    /** For slf4j, which makes the one provider. */
    public ConsoleLogging() {}

    /** Makes this the backend of slf4j. It is silent until it is {@link #configure configured}. */
    static void choose() {
        System.setProperty(PROVIDER_PROPERTY, ConsoleLogging.class.getName());
        System.setProperty(VERBOSITY_PROPERTY, "WARN"); // Else it prints which provider it takes.
    }

    /** Writes everything from a level on to the standard output, from now on and in that form. */
    static void configure(LogLevel level, ConsoleForm form) {
        Logger root = CONTEXT.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(logback(level));
        // At DEBUG these drown what the hub itself says, and describe every frame.
        CONTEXT.getLogger("io.netty").setLevel(logback(atLeastInfo(level)));
        CONTEXT.getLogger("reactor").setLevel(logback(atLeastInfo(level)));
        root.addAppender(console(level, form));
    }

    private static ConsoleAppender<ILoggingEvent> console(LogLevel level, ConsoleForm form) {
        LogLineLayout layout = new LogLineLayout(form);
        layout.setContext(CONTEXT);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(CONTEXT);
        // Whatever the locale: the event lines hold more than ASCII, and a container has no locale.
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(CONTEXT);
        appender.setName("console");
        appender.setEncoder(encoder);
        if (level == LogLevel.CRITICAL) {
            appender.addFilter(new CriticalOnly());
        }
        appender.start();
        return appender;
    }

    private static LogLevel atLeastInfo(LogLevel level) {
        return level == LogLevel.DEBUG ? LogLevel.INFO : level;
    }

    private static Level logback(LogLevel level) {
        return switch (level) {
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARN;
            case ERROR, CRITICAL -> Level.ERROR;
            case OFF -> Level.OFF;
        };
    }

    @Override
    public void initialize() {
        CONTEXT.setName("default");
        CONTEXT.setMDCAdapter(mdc);
        CONTEXT.start();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return CONTEXT;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return mdc;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }
}
