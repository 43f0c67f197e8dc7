package io.agentserver.server.state;

import io.agentserver.protocol.ClientType;
import io.agentserver.server.ClientInfo;
import io.agentserver.server.hub.RegisteredClient;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who was connected at one moment, in the order of registration. Immutable; two lists are the same only by identity. */
public final class ClientList {

    private static final Comparator<RegisteredClient> REGISTRATION =
            Comparator.comparingLong(RegisteredClient::sequence);

    private final Object identity = new Object();
    private final List<RegisteredClient> all;
    private final List<ClientInfo> infos;
    private final Map<ClientType, Integer> byType = new EnumMap<>(ClientType.class);
    private final Map<String, Integer> byPlatform = new HashMap<>();

    ClientList(Collection<RegisteredClient> clients) {
        RegisteredClient[] sorted = clients.toArray(RegisteredClient[]::new);
        Arrays.sort(sorted, REGISTRATION);
        this.all = List.of(sorted);
        this.infos = all.stream().map(RegisteredClient::info).toList();
        for (ClientInfo client : infos) {
            byType.merge(client.type(), 1, Integer::sum);
            byPlatform.merge(client.platform(), 1, Integer::sum);
        }
    }

    /** By which the list is known again, for those who must not keep the clients and their connections alive. */
    public Object identity() {
        return identity;
    }

    public List<RegisteredClient> all() {
        return all;
    }

    public int size() {
        return all.size();
    }

    List<ClientInfo> infos() {
        return infos;
    }

    Map<ClientType, Integer> byType() {
        return byType;
    }

    Map<String, Integer> byPlatform() {
        return byPlatform;
    }
}
