package io.agentserver.server.ws;

import io.agentserver.server.AgentServerConfig;
import java.time.Duration;

/**
 * When a connection must say or hear something: register in time, be pinged, answer the ping, finish its close. Pure: it
 * holds times and decides; the connection acts. Confined to the connection's event loop.
 */
final class Liveness {

    /** What is to be done now. */
    enum Due {
        NOTHING,
        REGISTRATION_TIMED_OUT,
        SEND_PING,
        PING_TIMED_OUT,
        CLOSE_TIMED_OUT
    }

    /** How long the peer may take to answer a close. */
    static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private enum Phase {
        REGISTERING,
        REGISTERED,
        CLOSING
    }

    private final AgentServerConfig.Connections config;
    private Phase phase = Phase.REGISTERING;
    private long since;
    private boolean awaitingPong;

    Liveness(AgentServerConfig.Connections config, long now) {
        this.config = config;
        this.since = now;
    }

    void registered(long now) {
        phase = Phase.REGISTERED;
        since = now;
    }

    void closing(long now) {
        phase = Phase.CLOSING;
        since = now;
    }

    void pinged(long now) {
        awaitingPong = true;
        since = now;
    }

    /** A pong came, or the server itself stopped reading, so that none could. */
    void heard(long now) {
        if (awaitingPong) {
            awaitingPong = false;
            long interval = config.pingInterval().toNanos();
            if (now - since > interval) {
                since = now - interval;
            }
        }
    }

    /** Part of a long frame came: its sender lives, and no pong can come before the frame has ended. */
    void insideFrame(long now) {
        if (awaitingPong) {
            since = now;
        }
    }

    Due due(long now) {
        long passed = now - since;
        return switch (phase) {
            case REGISTERING ->
                passed >= config.registrationTimeout().toNanos() ? Due.REGISTRATION_TIMED_OUT : Due.NOTHING;
            case REGISTERED -> {
                if (awaitingPong) {
                    yield passed >= config.pongTimeout().toNanos() ? Due.PING_TIMED_OUT : Due.NOTHING;
                }
                yield passed >= config.pingInterval().toNanos() ? Due.SEND_PING : Due.NOTHING;
            }
            case CLOSING -> passed >= CLOSE_TIMEOUT.toNanos() ? Due.CLOSE_TIMED_OUT : Due.NOTHING;
        };
    }
}
