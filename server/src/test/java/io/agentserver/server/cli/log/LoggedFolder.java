package io.agentserver.server.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Has everything this project logs written as the command writes it: at DEBUG, to the files in a folder and to a console. */
final class LoggedFolder implements AutoCloseable {

    private final Path folder;
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.agentserver");
    private final LogOutputs outputs;
    private final List<Runnable> restore = new ArrayList<>();

    LoggedFolder(Path folder, ConsoleForm form) {
        this.folder = folder;
        LogOutput output = new LogOutput(
                "console", "the console", form.least(), form.format(), new ConsoleSink(Channels.newChannel(console)));
        outputs =
                new LogOutputs(PythonLevel.DEBUG, output, LogOutputs.files(folder, Clock.systemUTC(), ZoneOffset.UTC));
        outputs.setContext(logger.getLoggerContext());
        outputs.start();
        logger.getLoggerContext().getLoggerList().stream()
                .filter(each -> each.getName().startsWith("io.agentserver"))
                .forEach(this::forward);
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        logger.addAppender(outputs);
    }

    /** What tests are usually told of a logger does not count here, nor does the console of the tests get any of it. */
    private void forward(Logger each) {
        Level level = each.getLevel();
        boolean additive = each.isAdditive();
        List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
        each.iteratorForAppenders().forEachRemaining(appenders::add);
        restore.add(() -> {
            each.setLevel(level);
            each.setAdditive(additive);
            appenders.forEach(each::addAppender);
        });
        each.setLevel(null);
        each.setAdditive(true);
        appenders.forEach(each::detachAppender);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** The lines of {@code ufo_server.log} so far, each of which must be JSON. */
    List<JsonNode> lines() {
        return lines("ufo_server.log");
    }

    List<JsonNode> lines(String name) {
        try {
            return Files.exists(file(name))
                    ? Files.readAllLines(file(name), StandardCharsets.US_ASCII).stream()
                            .map(line -> Json.parse(line.getBytes(StandardCharsets.US_ASCII)))
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line with that message and returns it; there must be no second one. */
    JsonNode line(String message) {
        Eventually.that("logged: " + message, () -> with(message).findAny().isPresent());
        List<JsonNode> found = with(message).toList();
        assertThat(found).as(message).hasSize(1);
        return found.get(0);
    }

    String console() {
        return console.toString(StandardCharsets.UTF_8);
    }

    /** Writes what is waiting and ends the logging. */
    @Override
    public void close() {
        outputs.stop();
        logger.detachAppender(outputs);
        restore.forEach(Runnable::run);
    }

    private Stream<JsonNode> with(String message) {
        return lines().stream().filter(line -> line.path("message").asString().equals(message));
    }
}
