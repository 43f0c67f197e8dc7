package io.agentserver.server.ws;

import io.agentserver.protocol.AipFormatException;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientMessageType;
import io.agentserver.server.hub.CloseCode;
import io.agentserver.server.hub.RegisteredClient;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one client says: for the admission until it is registered, for the router from then on. On the event loop. */
final class Inbox implements FrameReader.Listener {

    private final ConnectionServices services;
    private final Consumer<CloseCode> violation;
    private @Nullable Admission admission;
    private @Nullable RegisteredClient client;
    private int announcedBinaries;

    /** @param violation is told of what cannot be answered */
    Inbox(ConnectionServices services, Admission admission, Consumer<CloseCode> violation) {
        this.services = services;
        this.admission = admission;
        this.violation = violation;
    }

    /** The registration of whom this is did not come in time. */
    void registrationTimedOut() {
        if (admission != null) {
            admission.timedOut();
        }
    }

    /** The client is registered, and has said that much before it could know. */
    void registered(RegisteredClient registered, List<ClientMessage> early) {
        admission = null;
        client = registered;
        early.forEach(this::route);
    }

    /** Hears nothing more. */
    void close() {
        if (admission != null) {
            admission.close();
            admission = null;
        }
        client = null;
    }

    @Override
    public void text(byte[] array, int length, boolean owned) {
        ClientMessage message;
        try {
            message = owned
                    ? services.codec().decodeClientOwned(array)
                    : services.codec().decodeClient(array, 0, length);
        } catch (AipFormatException fault) {
            if (admission != null) {
                admission.unreadable(fault);
            } else if (client != null) {
                services.router().unreadable(client, fault);
            }
            return;
        }
        services.observer().messageReceived(message.type(), length);
        if (admission != null) {
            admission.hear(message);
        } else {
            route(message);
        }
    }

    @Override
    public void binary() {
        if (admission != null) {
            admission.binary();
        } else if (announcedBinaries > 0) {
            announcedBinaries--;
        } else if (client != null) {
            services.router().binary(client);
        }
    }

    @Override
    public void tooBig() {
        violation.accept(CloseCode.TOO_BIG);
    }

    @Override
    public void notUtf8() {
        violation.accept(CloseCode.NOT_UTF8);
    }

    private void route(ClientMessage message) {
        if (client == null) {
            return;
        }
        if (message.type() == ClientMessageType.BINARY_DATA && announcedBinaries < Integer.MAX_VALUE) {
            announcedBinaries++;
        }
        services.router().route(client, message);
    }
}
