package io.agentserver.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentserver.protocol.RawJson;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTemplateTest {

    @Test
    void keepsPlainValuesAsTheyAre() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "a \"b\"");
        value.put("list", Arrays.asList(1, 2L, new BigInteger("9"), 1.5, true, null));
        value.put("map", Map.of());

        ValueTemplate template = ValueTemplate.of(value);

        assertThat(template.fill(Map.of()))
                .isEqualTo(RawJson.of("{\"text\":\"a \\\"b\\\"\",\"list\":[1,2,9,1.5,true,null],\"map\":{}}"));
        assertThat(template.groups()).isEmpty();
    }

    @Test
    void fillsPlaceholdersAtAnyDepth() {
        ValueTemplate template = ValueTemplate.of(Map.of("a", List.of(Map.of("b", "<${dir}> and ${1}, ${dir}"))));

        assertThat(template.fill(Map.of("dir", "/tmp", "1", "one")))
                .isEqualTo(RawJson.of("{\"a\":[{\"b\":\"</tmp> and one, /tmp\"}]}"));
        assertThat(template.groups()).containsExactlyInAnyOrder("dir", "1");
    }

    @Test
    void keepsTheTextOfTheRequestInsideItsString() {
        ValueTemplate template = ValueTemplate.of(Map.of("command", "echo ${0}"));

        RawJson filled = template.fill(Map.of("0", "\",\"admin\":true,\"x\":\"\\\n\u0001"));

        assertThat(filled)
                .isEqualTo(RawJson.of("{\"command\":\"echo \\\",\\\"admin\\\":true,\\\"x\\\":\\\"\\\\\\n\\u0001\"}"));
    }

    @Test
    void doesNotReadPlaceholdersOutOfTheRequest() {
        ValueTemplate template = ValueTemplate.of("${a}${b}");

        assertThat(template.fill(Map.of("a", "${b}", "b", "$${a}"))).isEqualTo(RawJson.ofString("${b}$${a}"));
    }

    @ParameterizedTest
    @CsvSource({"$${HOME},${HOME}", "$HOME,$HOME", "100$,100$", "$$,$$", "a$b$${c},a$b${c}", "$(date),$(date)"})
    void leavesOtherDollarSignsAlone(String text, String expected) {
        assertThat(ValueTemplate.of(text).fill(Map.of())).isEqualTo(RawJson.ofString(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${", "${}", "${a", "${a b}", "${a|}", "${a|SH}", "${a |sh}", "x ${a.b}"})
    void refusesMalformedPlaceholders(String text) {
        assertThatThrownBy(() -> ValueTemplate.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("placeholder: ${")
                .hasMessageEndingWith(
                        "(expected: ${group}, ${group|sh} or ${group|number}; write $${ for the text ${)");
    }

    @Test
    void refusesUnknownFilters() {
        assertThatThrownBy(() -> ValueTemplate.of("${a|html}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("placeholder: ${a|html} (expected: the filter sh or number, or none)");
    }

    @Test
    void makesANumberOfAPlaceholderAloneInItsString() {
        ValueTemplate template = ValueTemplate.of(Map.of("x", "${x|number}"));

        assertThat(template.fill(Map.of("x", "120"))).isEqualTo(RawJson.of("{\"x\":120}"));
        assertThat(template.fill(Map.of("x", "-007.50"))).isEqualTo(RawJson.of("{\"x\":-7.50}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1e9", "0x10", "1,000", "NaN", "1 ", "--1", "1234567890123456", "[]"})
    void saysWhyATextIsNoNumber(String text) {
        Placeholder placeholder = ValueTemplate.of("${x|number}").placeholders().get(0);

        assertThat(placeholder.fault(Map.of("x", text)))
                .hasValue("${x|number} is '" + text + "' (expected: a number such as 12 or -3.5)");
    }

    @Test
    void refusesANumberBesideOtherText() {
        assertThatThrownBy(() -> ValueTemplate.of("${x|number} px"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("(expected: a placeholder with |number alone in its string)");
    }

    @Test
    void refusesValuesThatJsonDoesNotHave() {
        assertThatThrownBy(() -> ValueTemplate.of(Double.NaN)).hasMessageStartingWith("value: NaN (expected: ");
        assertThatThrownBy(() -> ValueTemplate.of(new Object())).hasMessageStartingWith("value: java.lang.Object@");
        assertThatThrownBy(() -> ValueTemplate.of(Map.of(1, "x"))).hasMessage("key: 1 (expected: a string)");
    }

    @Test
    void quotesAWordForTheShell() {
        ValueTemplate template = ValueTemplate.of("ls -- ${dir|sh}/sub");

        assertThat(template.fill(Map.of("dir", "it's $(rm)")))
                .isEqualTo(RawJson.ofString("ls -- 'it'\\''s $(rm)'/sub"));
        assertThat(template.fill(Map.of("dir", ""))).isEqualTo(RawJson.ofString("ls -- ''/sub"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ls '${a|sh}'",
                "ls \"${a|sh}\"",
                "ls \\${a|sh}",
                "echo \"it's\" \"${a|sh}",
                "echo \\\" \"${a|sh}"
            })
    void refusesToQuoteInsideOtherQuotes(String text) {
        assertThatThrownBy(() -> ValueTemplate.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("placeholder: ${a|sh} stands inside quotes or behind a backslash"
                        + " (expected: outside; it brings its own quotes)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ls 'x' ${a|sh}", "ls \"it's\"${a|sh}", "ls \\\\${a|sh}", "ls 'a\\'${a|sh}", "ls \\'${a|sh}"})
    void quotesBehindQuotesThatAreClosed(String text) {
        assertThat(ValueTemplate.of(text).groups()).containsExactly("a");
    }

    @Test
    void refusesANulInAShellWord() {
        Placeholder placeholder = ValueTemplate.of("${a|sh}").placeholders().get(0);

        assertThat(placeholder.fault(Map.of("a", "x\0y")))
                .isEqualTo(Optional.of("${a|sh} has a NUL character (expected: text that a shell can take)"));
    }
}
