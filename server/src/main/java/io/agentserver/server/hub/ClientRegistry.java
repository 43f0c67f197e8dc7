package io.agentserver.server.hub;

import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who is connected, by id. An entry lives exactly as long as its client's connection. Any thread may look. */
public final class ClientRegistry {

    private final ConcurrentHashMap<String, RegisteredClient> clients = new ConcurrentHashMap<>();

    /** The client of that id that may be sent to; null when there is none, or none yet. */
    public @Nullable RegisteredClient find(String clientId) {
        RegisteredClient client = clients.get(clientId);
        return client != null && client.entered() ? client : null;
    }

    public int size() {
        return clients.size();
    }

    /** A live view in no order; sort by {@link RegisteredClient#sequence()} to list. */
    public Collection<RegisteredClient> all() {
        return Collections.unmodifiableCollection(clients.values());
    }

    /** The one who holds the id: null when it was free and the newcomer has it now. */
    @Nullable
    RegisteredClient add(RegisteredClient newcomer) {
        return clients.putIfAbsent(newcomer.id(), newcomer);
    }

    void remove(RegisteredClient client) {
        clients.remove(client.id(), client);
    }
}
