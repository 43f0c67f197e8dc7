package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agentserver.protocol.ToolType;
import io.agentserver.server.engine.Playbook;
import io.agentserver.server.engine.Playbook.CommandTemplate;
import io.agentserver.server.engine.Playbook.OnFailure;
import io.agentserver.server.engine.Playbook.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaybookFileTest {

    @TempDir
    Path folder;

    @Test
    void readsARuleWithEverything() throws Exception {
        Playbook playbook = read("""
                rules:
                  - name: tap
                    request: 'tap (?<x>[0-9]+)'
                    platforms: [mobile, windows]
                    on-failure: go-on
                    commands:
                      - tool: tap
                        tool-type: data_collection
                        agent: AppAgent
                        process: WINWORD.EXE
                        root: winword
                        parameters: {x: '${x|number}', deep: [{text: 'at ${1}', flag: true}]}
                """);

        Rule rule = playbook.rules().get(0);
        assertThat(playbook.rules()).hasSize(1);
        assertThat(rule.name()).isEqualTo("tap");
        assertThat(rule.request()).hasToString("tap (?<x>[0-9]+)");
        assertThat(rule.platforms()).containsExactlyInAnyOrder("mobile", "windows");
        assertThat(rule.onFailure()).isEqualTo(OnFailure.GO_ON);
        CommandTemplate command = rule.commands().get(0);
        assertThat(rule.commands()).hasSize(1);
        assertThat(command.tool()).isEqualTo("tap");
        assertThat(command.toolType()).isEqualTo(ToolType.DATA_COLLECTION);
        assertThat(command.agent()).isEqualTo("AppAgent");
        assertThat(command.process()).isEqualTo("WINWORD.EXE");
        assertThat(command.root()).isEqualTo("winword");
        assertThat(command.parameters().groups()).containsExactly("x", "1");
    }

    @Test
    void readsARuleWithOnlyWhatItNeeds() throws Exception {
        Playbook playbook = read("""
                rules:
                  - name: look
                    request: look
                    platforms:
                    commands: [{tool: capture_screen}]
                """);

        Rule rule = playbook.rules().get(0);
        assertThat(rule.platforms()).isEmpty();
        assertThat(rule.onFailure()).isEqualTo(OnFailure.STOP);
        CommandTemplate command = rule.commands().get(0);
        assertThat(command.toolType()).isEqualTo(ToolType.ACTION);
        assertThat(command.agent()).isNull();
        assertThat(command.process()).isEmpty();
        assertThat(command.root()).isEmpty();
        assertThat(command.parameters().groups()).isEmpty();
    }

    @Test
    void takesParametersThatRulesShare() throws Exception {
        Playbook playbook = read("""
                rules:
                  - name: one
                    request: one
                    commands: [{tool: t, parameters: &common {api_key: k}}]
                  - name: two
                    request: two (.+)
                    commands: [{tool: t, parameters: {<<: *common, text: '${1}'}}]
                """);

        assertThat(playbook.rules().get(1).commands().get(0).parameters().groups())
                .containsExactly("1");
    }

    @Test
    void namesEveryFaultWithItsLine() throws Exception {
        List<String> faults = faults("""
                rules:
                  - nam: list files
                    request: 'list (files'
                    on-failure: continue
                    commands:
                      - tool: execute_command
                        tool-type: Action
                        parameters: {command: 'ls "${dir|sh}"'}
                  - name: show
                    request: 'show (?<file>.+)'
                    platforms: [linux, darwin]
                    commands:
                      - parameters:
                          command: 'cat -- ${fiel|sh}'
                          more: ['${file', 3]
                        toool: cat
                  - name: empty
                    request: x
                    commands: []
                  - just text
                extra: 1
                """);

        assertThat(faults)
                .containsExactlyInAnyOrder(
                        "2: nam: unknown key (nearest known: name)",
                        "2: name: no value (expected: what the rule is about)",
                        "3: pattern: list (files (expected: a regular expression in RE2 syntax;"
                                + " missing closing ): list (files)",
                        "4: continue (expected: one of stop, go-on)",
                        "7: Action (expected: one of data_collection, action)",
                        "8: placeholder: ${dir|sh} stands inside quotes or behind a backslash"
                                + " (expected: outside; it brings its own quotes)",
                        "11: darwin (expected: one of windows, linux, mobile)",
                        "13: tool: no value (expected: the name of a tool of the device)",
                        "14: placeholder: no group fiel in the rule's request"
                                + " (nearest known: file; write $${ for the text ${)",
                        "15: placeholder: ${file (expected: ${group}, ${group|sh} or ${group|number};"
                                + " write $${ for the text ${)",
                        "16: toool: unknown key (nearest known: tool)",
                        "17: commands: none (expected: at least one)",
                        "20: not a mapping (expected: name, request, platforms, on-failure, commands)",
                        "21: extra: unknown key (nearest known: rules)");
    }

    @Test
    void refusesAKeyGivenTwice() throws Exception {
        assertThat(faults("""
                        rules:
                          - name: a
                            name: b
                            request: x
                            commands: [{tool: t}]
                        """)).containsExactly("3: name: given again (expected: once)");
        assertThat(faults("rules: [{name: a, request: a, commands: [{tool: t, parameters: {x: 1, x: 2}}]}]\n"))
                .containsExactly("1: x: given again (expected: once)");
    }

    @Test
    void refusesParametersThatHoldThemselves() throws Exception {
        assertThat(faults("rules: [{name: a, request: a, commands: [{tool: t, parameters: &p {x: *p}}]}]\n"))
                .containsExactly("1: an alias inside the value it stands for (expected: none)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n"})
    void refusesAnEmptyFile(String text) throws Exception {
        ConfigurationException e = refused(text);

        assertThat(e.faults())
                .containsExactly(
                        new Fault(file().toString(), "is empty (expected: the key rules with a list of rules)"));
    }

    @Test
    void refusesAPlaybookWithoutRules() throws Exception {
        assertThat(faults("rules: []\n")).containsExactly("1: rules: none (expected: at least one)");
        assertThat(faults("rules:\n")).containsExactly("1: rules: no value (expected: a list of rules)");
        assertThat(faults("rules: {name: x}\n")).containsExactly("1: not a list (expected: a list)");
        assertThat(faults("- name: x\n")).containsExactly("1: not a mapping (expected: rules)");
    }

    @Test
    void refusesWhatIsNoYaml() throws Exception {
        assertThat(faults("rules:\n  - name: 'x\n")).singleElement().asString().startsWith("3: not YAML: ");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        ConfigurationException e = catchThrowableOfType(
                ConfigurationException.class, () -> PlaybookFile.read(folder.resolve("none.yaml")));

        assertThat(e).hasMessageEndingWith("none.yaml: no such file (expected: a file to read)");
    }

    @Test
    void isDocumentedKeyByKey() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "engines.md"));

        assertThat(Stream.of(PlaybookFile.RULE_KEYS, PlaybookFile.COMMAND_KEYS).flatMap(Set::stream))
                .hasSize(11)
                .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }

    private Path file() {
        return folder.resolve("playbook.yaml");
    }

    private Playbook read(String text) throws IOException, ConfigurationException {
        return PlaybookFile.read(Files.writeString(file(), text));
    }

    private ConfigurationException refused(String text) throws IOException {
        Path file = Files.writeString(file(), text);
        return catchThrowableOfType(ConfigurationException.class, () -> PlaybookFile.read(file));
    }

    private List<String> faults(String text) throws IOException {
        String prefix = file() + ":";
        return refused(text).faults().stream()
                .map(Fault::toString)
                .peek(fault -> assertThat(fault).startsWith(prefix))
                .map(fault -> fault.substring(prefix.length()))
                .toList();
    }
}
