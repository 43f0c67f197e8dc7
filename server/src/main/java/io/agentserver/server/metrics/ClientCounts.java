package io.agentserver.server.metrics;

import io.agentserver.protocol.ClientType;
import io.agentserver.server.hub.RegisteredClient;
import io.agentserver.server.state.ClientList;
import io.agentserver.server.state.Snapshots;
import java.util.List;

/** How many clients there are of each type and platform, counted once for each list of clients. Any thread. */
final class ClientCounts {

    /** The platforms that a label names; every other is the last. */
    static final List<String> PLATFORMS = List.of("windows", "linux", "mobile", "other");

    private static final int OTHER = PLATFORMS.size() - 1;

    /** A list, and the counts of its clients by type and platform. */
    private static final class Counted {
        private final Object identity;
        private final int[][] counts = new int[ClientType.values().length][PLATFORMS.size()];

        Counted(ClientList clients) {
            this.identity = clients.identity();
            for (RegisteredClient client : clients.all()) {
                int platform = PLATFORMS.indexOf(client.info().platform());
                counts[client.info().type().ordinal()][platform < 0 ? OTHER : platform]++;
            }
        }
    }

    private final Snapshots snapshots;
    private volatile Counted latest;

    ClientCounts(Snapshots snapshots) {
        this.snapshots = snapshots;
        this.latest = new Counted(snapshots.view().clients());
    }

    int of(ClientType type, String platform) {
        ClientList clients = snapshots.view().clients();
        Counted counted = latest;
        if (counted.identity != clients.identity()) {
            counted = new Counted(clients);
            latest = counted;
        }
        return counted.counts[type.ordinal()][PLATFORMS.indexOf(platform)];
    }
}
