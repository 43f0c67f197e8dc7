package io.agentserver.protocol;

import java.util.Objects;

/**
 * The door between AIP messages and JSON (contract section 2). Any thread may use one codec at any time; it keeps no
 * state between calls.
 *
 * <p>Reading is tolerant where contract 2.7 says so and strict about JSON itself. What cannot be read is an
 * {@link AipFormatException}, never another exception, whatever the bytes are.
 */
public final class AipCodec {

    /** Each thread reads and writes in buffers of its own, which hold nothing between calls. */
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private final AipLimits limits;

    private AipCodec(AipLimits limits) {
        this.limits = limits;
    }

    /** A codec with {@link AipLimits#defaults()}. */
    public static AipCodec create() {
        return create(AipLimits.defaults());
    }

    /** A codec that accepts that much. */
    public static AipCodec create(AipLimits limits) {
        return new AipCodec(Objects.requireNonNull(limits, "limits"));
    }

    /**
     * Reads a message of a client from a buffer that the caller goes on to use: whatever the message keeps is copied.
     *
     * @throws AipFormatException when it is none
     */
    public ClientMessage decodeClient(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        return SCRATCH.get().clientReader.read(buffer, offset, length, false, limits);
    }

    /**
     * Reads a message of a client from an array that the caller gives away. A value that makes up at least half of it
     * stays where it is; smaller ones are copied, so that none keeps a large array alive.
     *
     * @throws AipFormatException when it is none
     */
    public ClientMessage decodeClientOwned(byte[] message) {
        return SCRATCH.get().clientReader.read(message, 0, message.length, true, limits);
    }

    /**
     * Reads a message of a server as {@link #decodeClient} does. {@code type} and {@code status} are required, as the
     * real clients require them (contract 2.1).
     *
     * @throws AipFormatException when it is none
     */
    public ServerMessage decodeServer(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        return SCRATCH.get().serverReader.read(buffer, offset, length, false, limits);
    }

    /**
     * Reads a message of a server as {@link #decodeClientOwned} does.
     *
     * @throws AipFormatException when it is none
     */
    public ServerMessage decodeServerOwned(byte[] message) {
        return SCRATCH.get().serverReader.read(message, 0, message.length, true, limits);
    }

    /** A client's message as it goes on the wire: all 14 keys in declaration order, absent ones null, no spaces. */
    public RawJson encode(ClientMessage message) {
        return SCRATCH.get().clientWriter.write(message);
    }

    /** A server's message as it goes on the wire: all 14 keys in declaration order, absent ones null, no spaces. */
    public RawJson encode(ServerMessage message) {
        return SCRATCH.get().serverWriter.write(message);
    }

    private static final class Scratch {
        private final ClientMessageReader clientReader = new ClientMessageReader();
        private final ServerMessageReader serverReader = new ServerMessageReader();
        private final ClientMessageWriter clientWriter = new ClientMessageWriter();
        private final ServerMessageWriter serverWriter = new ServerMessageWriter();
    }
}
