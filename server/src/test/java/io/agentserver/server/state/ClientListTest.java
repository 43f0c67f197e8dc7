package io.agentserver.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ClientType;
import io.agentserver.server.hub.RegisteredClient;
import io.agentserver.server.testkit.HubKit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientListTest {

    private final HubKit kit = new HubKit();

    @Test
    void isInTheOrderOfRegistrationWithOrWithoutGaps() {
        List<HubKit.Client> clients = new ArrayList<>(IntStream.range(0, 2_000)
                .mapToObj(i -> kit.device("device-" + Integer.reverse(i)))
                .toList());
        assertThat(ids()).containsExactlyElementsOf(ids(clients));

        // Small gaps, then one that is larger than what is left.
        IntStream.iterate(1_998, i -> i >= 0, i -> i - 2)
                .mapToObj(clients::remove)
                .forEach(kit::disconnect);
        assertThat(ids()).containsExactlyElementsOf(ids(clients));
        List<HubKit.Client> gone = clients.subList(5, 995);
        gone.forEach(kit::disconnect);
        gone.clear();
        assertThat(ids()).hasSize(10).containsExactlyElementsOf(ids(clients));
    }

    @Test
    void countsEveryKind() {
        kit.device("a", "linux");
        kit.device("b", "linux");
        kit.device("c", "mobile");
        kit.constellation("d", null);
        kit.device("e", "linux");

        ClientList list = new ClientList(kit.registry().all());

        assertThat(list.byType())
                .containsEntry(ClientType.DEVICE, 4)
                .containsEntry(ClientType.CONSTELLATION, 1)
                .hasSize(2);
        assertThat(list.byPlatform().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(5);
        assertThat(list.byPlatform()).containsEntry("linux", 3).containsEntry("mobile", 1);
    }

    @Test
    void mayBeEmpty() {
        ClientList list = new ClientList(kit.registry().all());

        assertThat(list.all()).isEmpty();
        assertThat(list.byType()).isEmpty();
    }

    private List<String> ids() {
        return ids(new ClientList(kit.registry().all()).all());
    }

    private static List<String> ids(Iterable<?> clients) {
        List<String> ids = new ArrayList<>();
        for (Object client : clients) {
            ids.add(client instanceof HubKit.Client told ? told.id() : ((RegisteredClient) client).id());
        }
        return ids;
    }
}
