package io.agentserver.server.cli.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** The standard output. */
final class ConsoleSink implements LineSink {

    private final LineBuffer buffer = new LineBuffer();
    private final WritableByteChannel channel;

    ConsoleSink() {
        // Not System.out, which swallows failures and holds a lock while a reader stands still. Never closed: it is not
        // ours.
        this(new FileOutputStream(FileDescriptor.out).getChannel());
    }

    ConsoleSink(WritableByteChannel channel) {
        this.channel = channel;
    }

    @Override
    public void append(byte[] line) throws IOException {
        if (!buffer.takes(line.length)) {
            flush();
        }
        buffer.add(line);
    }

    @Override
    public void flush() throws IOException {
        while (!buffer.isEmpty()) {
            buffer.writeTo(channel);
        }
    }

    @Override
    public void upkeep() {}

    @Override
    public void close() {}
}
