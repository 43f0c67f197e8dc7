package io.agentserver.server.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/** An event on its way to the outputs. What several of them need of it is made once. */
final class LogLine {

    /** About what an event, its places in the queues and its short texts take. */
    private static final int EVENT_BYTES = 700;

    /** What a character takes in the event and, when it is of ASCII, in a line that is made of it. */
    private static final int CHARACTER_BYTES = 3;

    private static final int PAIR_CHARACTERS = 32;

    /** About what a stack trace takes. */
    private static final int TRACE_BYTES = 8_192;

    private final ILoggingEvent event;
    private final PythonLevel level;

    /** Zero until the first queue asks, for the thread that logs; seen by all who get the line from a queue. */
    private long weight;

    private volatile byte @Nullable [] json;

    LogLine(ILoggingEvent event) {
        this.event = event;
        this.level = PythonLevel.of(event);
    }

    ILoggingEvent event() {
        return event;
    }

    PythonLevel level() {
        return level;
    }

    /** More or less what it takes in memory, in bytes; the same at every call. */
    long weight() {
        long known = weight;
        if (known == 0) {
            known = weigh();
            weight = known;
        }
        return known;
    }

    /** The line of the first output that asked for JSON, for all others. */
    byte[] json(JsonLine format) {
        byte[] known = json;
        if (known == null) {
            known = format.line(event);
            json = known;
        }
        return known;
    }

    private long weigh() {
        String message = event.getFormattedMessage();
        long characters = message == null ? 0 : message.length();
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                characters += PAIR_CHARACTERS + (pair.value instanceof CharSequence text ? text.length() : 0);
            }
        }
        return EVENT_BYTES + CHARACTER_BYTES * characters + (event.getThrowableProxy() == null ? 0 : TRACE_BYTES);
    }
}
