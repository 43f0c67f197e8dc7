package io.agentserver.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

class ProbesTest {

    private final Probes probes = new Probes();
    private final List<String> heard = new ArrayList<>();

    @Test
    @DisplayName("RFC 6455, 5.5.3: an answer to a ping answers those before it, not those after")
    void answersOlderPings() {
        ask("a", 1);
        ask("b", 2);
        ask("c", 3);

        probes.answered(2);

        assertThat(heard).containsExactly("a true", "b true");
        assertThat(probes.size()).isEqualTo(1);
    }

    @Test
    @DisplayName("3.4: only the answer to this very ping counts")
    void ignoresOtherAnswers() {
        ask("a", 1);

        probes.answered(7);

        assertThat(heard).isEmpty();
        assertThat(probes.size()).isEqualTo(1);
    }

    @Test
    @DisplayName("what becomes known of the peer answers all")
    void answersAll() {
        ask("a", 1);
        ask("b", 2);

        probes.finishAll(false);
        probes.answered(1);
        probes.finishAll(true);

        assertThat(heard).containsExactly("a false", "b false");
        assertThat(probes.size()).isZero();
    }

    @Test
    @DisplayName("who stops waiting is forgotten")
    void forgets() {
        Sinks.One<Boolean> a = ask("a", 1);
        ask("b", 2);

        probes.forget(a);
        probes.answered(2);

        assertThat(heard).containsExactly("b true");
        assertThat(probes.size()).isZero();
    }

    @Test
    @DisplayName("who is told may ask again at once")
    void canBeAskedWhileItAnswers() {
        Sinks.One<Boolean> first = Sinks.one();
        first.asMono().subscribe(alive -> ask("again", 2));
        probes.add(1, first);

        probes.finishAll(false);

        assertThat(probes.size()).isEqualTo(1);
        probes.answered(2);
        assertThat(heard).containsExactly("again true");
    }

    private Sinks.One<Boolean> ask(String name, long payload) {
        Sinks.One<Boolean> answered = Sinks.one();
        answered.asMono().subscribe(alive -> heard.add(name + " " + alive));
        probes.add(payload, answered);
        return answered;
    }
}
