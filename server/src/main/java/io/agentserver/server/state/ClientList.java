package io.agentserver.server.state;

import io.agentserver.server.hub.RegisteredClient;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Who was connected at one moment, in the order of registration. Immutable; two lists are the same only by identity. */
public final class ClientList {

    private static final Comparator<RegisteredClient> REGISTRATION =
            Comparator.comparingLong(RegisteredClient::sequence);

    private final List<RegisteredClient> all;
    private final int deviceCount;

    ClientList(Collection<RegisteredClient> clients) {
        RegisteredClient[] sorted = clients.toArray(RegisteredClient[]::new);
        Arrays.sort(sorted, REGISTRATION);
        this.all = List.of(sorted);
        this.deviceCount = (int) all.stream().filter(RegisteredClient::isDevice).count();
    }

    public List<RegisteredClient> all() {
        return all;
    }

    public int size() {
        return all.size();
    }

    public int deviceCount() {
        return deviceCount;
    }

    public int constellationCount() {
        return all.size() - deviceCount;
    }
}
