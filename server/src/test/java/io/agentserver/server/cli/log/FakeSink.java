package io.agentserver.server.cli.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps lines, and fails when it is told to. */
final class FakeSink implements LineSink {

    private final List<String> taken = new ArrayList<>();
    private final List<String> written = new ArrayList<>();
    private String failure;
    private int upkeeps;
    private boolean closed;

    void fail(String why) {
        failure = why;
    }

    void mend() {
        failure = null;
    }

    List<String> written() {
        return written;
    }

    int upkeeps() {
        return upkeeps;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void append(byte[] line) {
        taken.add(new String(line, StandardCharsets.UTF_8).trim());
    }

    @Override
    public void flush() throws IOException {
        if (failure != null) {
            throw new IOException(failure);
        }
        written.addAll(taken);
        taken.clear();
    }

    @Override
    public void upkeep() {
        upkeeps++;
    }

    @Override
    public void close() {
        closed = true;
    }
}
