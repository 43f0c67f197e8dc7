package io.agentserver.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.agentserver.server.cli.log.ConsoleForm;
import io.agentserver.server.cli.log.LogOutputs;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Logback for this command, set up in code: no search for configuration files at start, and nothing that a program which only
 * embeds the hub would find on its class path. {@link #choose} must come before the first logger is asked for.
 */
public final class CommandLogging implements SLF4JServiceProvider {

    private static final String PROVIDER_PROPERTY = "slf4j.provider";
    private static final String VERBOSITY_PROPERTY = "slf4j.internal.verbosity";
    private static final LoggerContext CONTEXT = new LoggerContext();

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();

    /** For slf4j, which makes the one provider. */
    public CommandLogging() {}

    /** Makes this the backend of slf4j. It is silent until it is {@link #configure configured}. */
    static void choose() {
        System.setProperty(PROVIDER_PROPERTY, CommandLogging.class.getName());
        System.setProperty(VERBOSITY_PROPERTY, "WARN"); // Else it prints which provider it takes.
    }

    /** Writes everything from a level on to the standard output, from now on and in that form. */
    static void configure(LogLevel level, ConsoleForm form) {
        configure(level, () -> LogOutputs.console(level.least(), form));
    }

    /** The same, and to the log files in a folder. */
    static void configure(LogLevel level, ConsoleForm form, Path folder) {
        configure(level, () -> LogOutputs.consoleAndFiles(level.least(), form, folder));
        LoggerFactory.getLogger(CommandLogging.class).info("Logging configured successfully");
    }

    /** Counts the lines that are lost in the outputs that are there when a registry asks for it. */
    static MeterBinder meters() {
        return registry -> {
            if (root().getAppender(LogOutputs.NAME) instanceof LogOutputs outputs) {
                outputs.bindTo(registry);
            }
        };
    }

    /** Writes what is still waiting, within a bounded time. */
    static void stop() {
        root().detachAndStopAllAppenders();
    }

    private static void configure(LogLevel level, Supplier<LogOutputs> outputs) {
        Logger root = root();
        root.detachAndStopAllAppenders();
        root.setLevel(logback(level));
        // At DEBUG these drown what the hub itself says, and describe every frame.
        CONTEXT.getLogger("io.netty").setLevel(logback(atLeastInfo(level)));
        CONTEXT.getLogger("reactor").setLevel(logback(atLeastInfo(level)));
        if (level != LogLevel.OFF) {
            LogOutputs appender = outputs.get();
            appender.setContext(CONTEXT);
            root.addAppender(appender); // Before it starts: the first thing it has to say may be that it cannot write.
            appender.start();
        }
    }

    private static Logger root() {
        return CONTEXT.getLogger(Logger.ROOT_LOGGER_NAME);
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
