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
import org.jspecify.annotations.Nullable;

/** Who was connected at one moment, in the order of registration. Immutable; two lists are the same only by identity. */
public final class ClientList {

    private static final Comparator<RegisteredClient> REGISTRATION =
            Comparator.comparingLong(RegisteredClient::sequence);

    /** How much room clients may be spread over, as a multiple of their number, to be put in order by place. */
    private static final int MOST_ROOM = 4;

    private final Object identity = new Object();
    private final List<RegisteredClient> all;
    private final List<ClientInfo> infos;
    private final Map<ClientType, Integer> byType = new EnumMap<>(ClientType.class);
    private final Map<String, Integer> byPlatform = new HashMap<>();

    ClientList(Collection<RegisteredClient> clients) {
        RegisteredClient[] sorted = inOrder(clients.toArray(RegisteredClient[]::new));
        this.all = List.of(sorted);
        ClientInfo[] told = new ClientInfo[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            told[i] = sorted[i].info();
        }
        this.infos = List.of(told);
        count();
    }

    /** Neighbours are of one kind more often than not, and are counted together. */
    private void count() {
        int from = 0;
        for (int i = 1; i <= infos.size(); i++) {
            ClientInfo first = infos.get(from);
            if (i == infos.size() || !sameKind(first, infos.get(i))) {
                byType.merge(first.type(), i - from, Integer::sum);
                byPlatform.merge(first.platform(), i - from, Integer::sum);
                from = i;
            }
        }
    }

    private static boolean sameKind(ClientInfo one, ClientInfo other) {
        return one.type() == other.type() && one.platform().equals(other.platform());
    }

    /**
     * In the order of registration. A fleet that has just connected has sequences without large gaps, so that each client
     * has its place, which takes a fifth of the time of comparing; while a fleet connects, that is done many times a second.
     */
    private static RegisteredClient[] inOrder(RegisteredClient[] clients) {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (RegisteredClient client : clients) {
            least = Math.min(least, client.sequence());
            most = Math.max(most, client.sequence());
        }
        if (clients.length == 0 || most - least >= (long) MOST_ROOM * clients.length) {
            Arrays.sort(clients, REGISTRATION);
            return clients;
        }
        @Nullable RegisteredClient[] places = new RegisteredClient[(int) (most - least) + 1];
        for (RegisteredClient client : clients) {
            places[(int) (client.sequence() - least)] = client;
        }
        int next = 0;
        for (RegisteredClient client : places) {
            if (client != null) {
                clients[next++] = client;
            }
        }
        return clients;
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
