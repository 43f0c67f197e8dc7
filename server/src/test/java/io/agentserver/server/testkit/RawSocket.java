package io.agentserver.server.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A TCP connection on which a test says exactly what it wants, byte by byte, and reads what comes back; nothing happens by
 * itself. Writes may come from several threads, reads from one.
 */
public final class RawSocket implements Closeable {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final int MASKED = 0x80;
    private static final int FINAL = 0x80;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
    }

    public static RawSocket connect(InetSocketAddress server) throws IOException {
        return connect(server, new Socket());
    }

    /** A connection whose receive buffer holds about that much, so that a reader that stops is noticed soon. */
    public static RawSocket connectWithReceiveBuffer(InetSocketAddress server, int bytes) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(bytes);
        return connect(server, socket);
    }

    private static RawSocket connect(InetSocketAddress server, Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) DEADLINE.toMillis());
        socket.connect(server, (int) DEADLINE.toMillis());
        return new RawSocket(socket);
    }

    /** How long a read waits before it fails; zero means for ever. */
    public void readDeadline(Duration deadline) throws IOException {
        socket.setSoTimeout((int) deadline.toMillis());
    }

    /** The request of a WebSocket upgrade as the real clients send it (contract 1.2), with more headers if given. */
    public static String upgradeRequest(String target, String... headers) {
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Upgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Version: 13\r\n"
                + "User-Agent: Python/3.11 websockets/12.0\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    /** Asks for a WebSocket and reads the answer. */
    public HttpAnswer upgrade(String target, String... headers) throws IOException {
        write(upgradeRequest(target, headers));
        return readAnswer();
    }

    public void write(String ascii) throws IOException {
        write(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    public synchronized void write(byte... bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Writes one frame, masked as a client must. */
    public void writeFrame(int opcode, boolean last, byte... payload) throws IOException {
        write(frame(last ? FINAL | opcode : opcode, payload));
    }

    /** Writes a text message of one frame; single quotes become double ones. */
    public void writeText(String singleQuotedJson) throws IOException {
        writeFrame(Frame.TEXT, true, Json.bytes(singleQuotedJson));
    }

    public void writeClose(int code) throws IOException {
        writeFrame(Frame.CLOSE, true, (byte) (code >> 8), (byte) code);
    }

    /** The bytes of a masked frame with any first byte. */
    public static byte[] frame(int firstByte, byte... payload) {
        byte[] mask = new byte[4];
        ThreadLocalRandom.current().nextBytes(mask);
        byte[] header = header(firstByte, MASKED, payload.length);
        byte[] frame = new byte[header.length + mask.length + payload.length];
        System.arraycopy(header, 0, frame, 0, header.length);
        System.arraycopy(mask, 0, frame, header.length, mask.length);
        int start = header.length + mask.length;
        for (int i = 0; i < payload.length; i++) {
            frame[start + i] = (byte) (payload[i] ^ mask[i & 3]);
        }
        return frame;
    }

    /** The first bytes of a frame, up to the mask, that announces a payload of that length. */
    public static byte[] header(int firstByte, int maskBit, long length) {
        ByteArrayOutputStream header = new ByteArrayOutputStream(14);
        header.write(firstByte);
        if (length < 126) {
            header.write(maskBit | (int) length);
        } else if (length < 65_536) {
            header.write(maskBit | 126);
            header.write((int) (length >> 8));
            header.write((int) length);
        } else {
            header.write(maskBit | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                header.write((int) (length >> shift));
            }
        }
        return header.toByteArray();
    }

    /** Reads one frame; a server's is not masked. */
    public Frame readFrame() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        if ((second & MASKED) != 0) {
            throw new IOException("the server masked a frame");
        }
        long length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        return new Frame(first & 0x0f, (first & FINAL) != 0, payload);
    }

    /** Reads frames up to a close, and fails when the connection ends without one. */
    public Frame readClose() throws IOException {
        Frame frame = readFrame();
        while (frame.opcode() != Frame.CLOSE) {
            frame = readFrame();
        }
        return frame;
    }

    /** Reads an HTTP answer with a length, or without a body. */
    public HttpAnswer readAnswer() throws IOException {
        String statusLine = readLine();
        Map<String, String> headers = new TreeMap<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = new byte[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
        in.readFully(body);
        return new HttpAnswer(Integer.parseInt(statusLine.split(" ")[1]), headers, body);
    }

    /** Whether the server ends the connection before it says anything more. */
    public boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (IOException reset) {
            if (socket.isClosed() || "Connection reset".equals(reset.getMessage())) {
                return true;
            }
            throw reset;
        }
    }

    /** Ends the connection with a reset instead of a farewell, as a crash of the peer's network would. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream bytes = in;
        for (int c = bytes.read(); c != '\n'; c = bytes.read()) {
            if (c < 0) {
                throw new EOFException("the server ended the connection after: " + line);
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
