package io.agentserver.loadtest;

import static io.agentserver.loadtest.Dsl.bodyString;
import static io.agentserver.loadtest.Dsl.jsonPath;
import static io.agentserver.loadtest.Dsl.regex;
import static io.agentserver.loadtest.Dsl.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckTest {

    private static final String BODY = "{\"status\":\"healthy\",\"n\":3,\"list\":[{\"a b\":true}],\"none\":null}";
    private static final Reply REPLY = new Reply("200", BODY.getBytes(StandardCharsets.UTF_8));
    private static final Session SESSION = Session.of("s", 7);

    private static boolean holds(Check check) {
        return check.apply(REPLY, SESSION) != null;
    }

    @Test
    void conditionsHoldOrDoNot() {
        assertThat(holds(status().is(200))).isTrue();
        assertThat(holds(status().is(201))).isFalse();
        assertThat(holds(status().in(201, 200))).isTrue();
        assertThat(holds(status().not(200))).isFalse();
        assertThat(holds(bodyString().contains("healthy"))).isTrue();
        assertThat(holds(bodyString().is(BODY))).isTrue();
        assertThat(holds(jsonPath("$.gone"))).isFalse();
        assertThat(holds(jsonPath("$.gone").notExists())).isTrue();
        assertThat(holds(regex("heal+thy"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"$.status, healthy", "$.n, 3", "$.list[0]['a b'], true", "$.list, [{\"a b\":true}]"})
    void jsonPathFindsOnePlace(String path, String value) {
        assertThat(holds(jsonPath(path).is(value))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$.none", "$.status.x", "$.list[7]", "$.n[0]"})
    void jsonPathFindsNothingWhereNothingIs(String path) {
        assertThat(holds(jsonPath(path).exists())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "$..x", "$.a[b]", "$.", ""})
    void refusesPathsThatItCannotFollow(String path) {
        assertThatThrownBy(() -> jsonPath(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsWhatItFinds() {
        Session after = regex("\"n\":(\\d)").saveAs("number").apply(REPLY, SESSION);

        assertThat(after).isNotNull();
        assertThat(after.getInt("number")).isEqualTo(3);
        assertThat(Expression.of("/#{number}/of/#{userId}").resolve(after)).isEqualTo("/3/of/7");
    }

    @Test
    void aMissingAttributeIsNamed() {
        assertThatThrownBy(() -> Expression.of("#{gone}").resolve(SESSION))
                .isInstanceOf(MissingAttributeException.class)
                .hasMessageContaining("gone");
        assertThatThrownBy(() -> Expression.of("#{open")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBodyIsNotLookedForWhereTheAnswerHasNone() {
        AipRequest dispatch = Dsl.aip("go").dispatch("x").check(jsonPath("$.result"));
        AipRequest connect = Dsl.aip("in").connectDevice("x").check(regex("ok"));

        assertThatThrownBy(dispatch::step)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("check jsonPath $.result of go: the answer to dispatch has no body (expected: status())");
        assertThatThrownBy(connect::step).isInstanceOf(IllegalArgumentException.class);
        assertThat(Dsl.aip("go").dispatch("x").check(status().is("completed")).step())
                .isNotNull();
    }

    @Test
    void sessionsDoNotChange() {
        Session changed = SESSION.set("a", 1).markAsFailed();

        assertThat(SESSION.contains("a")).isFalse();
        assertThat(SESSION.isFailed()).isFalse();
        assertThat(changed.isFailed()).isTrue();
        assertThat(changed.markAsSucceeded().isFailed()).isFalse();
        assertThat(changed.remove("a").contains("a")).isFalse();
    }
}
