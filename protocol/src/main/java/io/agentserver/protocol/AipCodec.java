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
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a message of a client from an array that the caller gives away. A value that makes up at least half of it
     * stays where it is; smaller ones are copied, so that none keeps a large array alive.
     *
     * @throws AipFormatException when it is none
     */
    public ClientMessage decodeClientOwned(byte[] message) {
        Objects.requireNonNull(message, "message");
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a message of a server as {@link #decodeClient} does. {@code type} and {@code status} are required, as the
     * real clients require them (contract 2.1).
     *
     * @throws AipFormatException when it is none
     */
    public ServerMessage decodeServer(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a message of a server as {@link #decodeClientOwned} does.
     *
     * @throws AipFormatException when it is none
     */
    public ServerMessage decodeServerOwned(byte[] message) {
        Objects.requireNonNull(message, "message");
        throw new UnsupportedOperationException();
    }

    /** A client's message as it goes on the wire: all 14 keys in declaration order, absent ones null, no spaces. */
    public RawJson encode(ClientMessage message) {
        Objects.requireNonNull(message, "message");
        throw new UnsupportedOperationException();
    }

    /** A server's message as it goes on the wire: all 14 keys in declaration order, absent ones null, no spaces. */
    public RawJson encode(ServerMessage message) {
        Objects.requireNonNull(message, "message");
        throw new UnsupportedOperationException();
    }
}
