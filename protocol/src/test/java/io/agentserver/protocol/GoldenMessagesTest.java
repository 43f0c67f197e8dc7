package io.agentserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Contract 2.1 to 2.6 and 2.8: every message, byte for byte, in both directions. */
class GoldenMessagesTest {

    private final AipCodec codec = AipCodec.create();

    static Set<String> clientNames() {
        return Goldens.clientMessages().keySet();
    }

    static Set<String> serverNames() {
        return Goldens.serverMessages().keySet();
    }

    @ParameterizedTest
    @MethodSource("clientNames")
    void readsClientMessage(String name) {
        byte[] json = Goldens.client(name);
        ClientMessage expected = Goldens.clientMessages().get(name);

        assertThat(codec.decodeClientOwned(json)).isEqualTo(expected);
        assertThat(codec.decodeClient(padded(json), 3, json.length)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("clientNames")
    void writesClientMessage(String name) {
        assertThat(codec.encode(Goldens.clientMessages().get(name)).toString())
                .isEqualTo(new String(Goldens.client(name), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("serverNames")
    void readsServerMessage(String name) {
        byte[] json = Goldens.server(name);
        ServerMessage expected = Goldens.serverMessages().get(name);

        assertThat(codec.decodeServerOwned(json)).isEqualTo(expected);
        assertThat(codec.decodeServer(padded(json), 3, json.length)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("serverNames")
    void writesServerMessage(String name) {
        assertThat(codec.encode(Goldens.serverMessages().get(name)).toString())
                .isEqualTo(new String(Goldens.server(name), StandardCharsets.UTF_8));
    }

    @Test
    void everyTypeAndEveryFileIsThere() throws IOException, URISyntaxException {
        assertThat(typesOf(Goldens.clientMessages().values().stream().map(ClientMessage::type)))
                .isEqualTo(EnumSet.allOf(ClientMessageType.class));
        assertThat(typesOf(Goldens.serverMessages().values().stream().map(ServerMessage::type)))
                .isEqualTo(EnumSet.allOf(ServerMessageType.class));
        for (Map.Entry<String, Set<String>> names :
                Map.of("client", clientNames(), "server", serverNames()).entrySet()) {
            Path folder = Path.of(GoldenMessagesTest.class
                    .getResource("/golden/" + names.getKey())
                    .toURI());
            try (Stream<Path> files = Files.list(folder)) {
                List<String> found = files.map(
                                file -> file.getFileName().toString().replace(".json", ""))
                        .toList();
                assertThat(found).containsExactlyInAnyOrderElementsOf(names.getValue());
            }
        }
    }

    private static <T> Set<T> typesOf(Stream<T> types) {
        return types.collect(Collectors.toSet());
    }

    private static byte[] padded(byte[] json) {
        byte[] padded = new byte[json.length + 6];
        Arrays.fill(padded, (byte) '"');
        System.arraycopy(json, 0, padded, 3, json.length);
        return padded;
    }
}
