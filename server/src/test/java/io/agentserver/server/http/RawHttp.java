package io.agentserver.server.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A connection on which a test says exactly what it wants to, and reads what comes. */
final class RawHttp implements AutoCloseable {

    /**
     * A response as it came.
     *
     * @param head the status line and the headers as text
     * @param headers by name in lower case
     */
    record Response(int status, String head, Map<String, String> headers, String body) {}

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    RawHttp(InetSocketAddress server) throws IOException {
        socket.connect(server);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Sends one request on a connection of its own. */
    static Response exchange(InetSocketAddress server, String request) throws IOException {
        try (RawHttp http = new RawHttp(server)) {
            http.send(request);
            return http.receive();
        }
    }

    void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Reads a response with its body. */
    Response receive() throws IOException {
        Response head = receiveHead();
        int length = Integer.parseInt(head.headers.getOrDefault("content-length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Response(head.status, head.head, head.headers, body);
    }

    /** Reads status line and headers only, as the answer to HEAD is. */
    Response receiveHead() throws IOException {
        String head = readHead();
        Map<String, String> headers = new TreeMap<>();
        String[] lines = head.split("\r\n");
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        return new Response(Integer.parseInt(lines[0].split(" ")[1]), head, headers, "");
    }

    /** Whether the server closes the connection without a further byte. */
    boolean endsHere() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("closed after: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
