package io.agentserver.server.ws;

import io.agentserver.protocol.AipFormatException;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientMessageType;
import io.agentserver.server.hub.CloseCode;
import io.agentserver.server.hub.RegisteredClient;
import io.agentserver.server.hub.Registration;
import io.agentserver.server.hub.Rejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Lets one connection register: its first message, and the probe of the other connection that has its id already (contract
 * 3.1 to 3.5). Confined to the connection's event loop.
 */
final class Admission {

    /** How long the holder of a contested id may take to answer (contract 3.4). */
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(3);

    /** What a client may send before it knows that it is registered. */
    private static final int MOST_EARLY_MESSAGES = 16;

    private static final String NOT_A_REGISTRATION = "First message must be a registration message";

    private final ClientConnection connection;
    private final ConnectionServices services;
    private final List<ClientMessage> early = new ArrayList<>(0);
    private @Nullable Disposable contest;
    private boolean closed;

    Admission(ClientConnection connection, ConnectionServices services) {
        this.connection = connection;
        this.services = services;
    }

    /** Whether the client has said who it is and waits to hear whether it may be that. */
    boolean isContested() {
        return contest != null;
    }

    void hear(ClientMessage message) {
        if (isContested()) {
            early.add(message);
            if (early.size() > MOST_EARLY_MESSAGES) {
                refuse(NOT_A_REGISTRATION, CloseCode.BAD_REGISTRATION);
            }
        } else if (message instanceof ClientMessage.Register register) {
            register(register);
        } else {
            refuse(NOT_A_REGISTRATION, CloseCode.BAD_REGISTRATION);
        }
    }

    void unreadable(AipFormatException fault) {
        boolean notAip = fault.messageType() == null && fault.getMessage().startsWith("Invalid message: not ");
        boolean register = fault.messageType() == ClientMessageType.REGISTER;
        refuse(notAip || register ? fault.getMessage() : NOT_A_REGISTRATION, CloseCode.BAD_REGISTRATION);
    }

    void binary() {
        refuse(NOT_A_REGISTRATION, CloseCode.BAD_REGISTRATION);
    }

    void timedOut() {
        // Whoever contests an id did register in time.
        if (!isContested()) {
            refuse("Registration timed out", CloseCode.BAD_REGISTRATION);
        }
    }

    /** Nothing is to be admitted any more. */
    void close() {
        closed = true;
        early.clear();
        endContest();
    }

    private void register(ClientMessage.Register message) {
        Registration registration = services.hub().register(message, connection);
        if (registration instanceof Registration.Confirmed confirmed) {
            List<ClientMessage> said = List.copyOf(early);
            early.clear();
            connection.registered(confirmed.client(), said);
        } else if (registration instanceof Registration.Refused refused) {
            refuse(refused.text(), refused.closeCode());
        } else if (registration instanceof Registration.Contested contested) {
            probe(message, contested.holder());
        }
    }

    private void probe(ClientMessage.Register message, RegisteredClient holder) {
        Disposable.Swap probing = Disposables.swap();
        contest = probing;
        connection.stopReading();
        probing.replace(holder.channel()
                .probe(PROBE_TIMEOUT)
                .subscribe(alive -> connection.run(() -> settle(message, holder, alive))));
    }

    private void settle(ClientMessage.Register message, RegisteredClient holder, boolean alive) {
        if (closed) {
            return;
        }
        endContest();
        if (alive && !holder.gone()) {
            Registration.Refused refused = services.hub().refuseDuplicate(holder.id());
            services.observer().rejected(Rejection.DUPLICATE_ID, holder.id(), refused.text());
            refuse(refused.text(), refused.closeCode());
        } else {
            services.hub().evict(holder);
            register(message);
        }
        if (!isContested()) {
            connection.goOnReading();
        }
    }

    private void endContest() {
        if (contest != null) {
            contest.dispose();
            contest = null;
        }
    }

    private void refuse(String text, CloseCode code) {
        if (code == CloseCode.BAD_REGISTRATION) {
            services.observer().rejected(Rejection.BAD_REGISTRATION, null, text);
        }
        connection.refuse(text, code);
    }
}
