package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {

    @TempDir
    private Path folder;

    private final Findings findings = new Findings();

    @Test
    void remembersTheLineOfEachValue() throws Exception {
        List<Setting<?>> settings = read("""
                # a comment
                name: Lab

                server:
                  port: 5001
                """);

        assertThat(settings)
                .extracting(setting -> setting.key().path(), Setting::value, Setting::origin)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("name", "Lab", file() + ":2"),
                        org.assertj.core.groups.Tuple.tuple("server.port", 5001, file() + ":5"));
    }

    @Test
    void reportsAllFaultsAtOnceWithTheirLines() throws Exception {
        assertThat(faultsOf("""
                        server:
                          prot: 1
                          port: 70000
                          auth: {mode: maybe}
                        limits: {sessions: many}
                        connections: {ping-interval: 0s}
                        alerts: {}
                        """))
                .containsExactly(
                        "2: server.prot: unknown key (nearest known: server.port)",
                        "3: server.port: 70000 (expected: an integer from 0 to 65535)",
                        "4: server.auth.mode: maybe (expected: one of open-read, strict, none)",
                        "5: limits.sessions: many (expected: an integer from 1 to 2147483647)",
                        "6: connections.ping-interval: 0s (expected: a duration from 1ms to 365d such as 500ms, 30s, 15m,"
                                + " 1h or bare seconds)",
                        "7: alerts: unknown key (nearest known: limits)");
    }

    @Test
    void refusesTheWrongShapeOfAValue() throws Exception {
        assertThat(faultsOf("""
                        name: [a]
                        platform:
                        server: 5000
                        limits: {sessions: {a: 1}}
                        sessions:
                          - a
                        """))
                .containsExactly(
                        "1: name: a list (expected: a text of one line)",
                        "2: platform: no value (expected: one of windows, linux, mobile)",
                        "3: server: 5000 (expected: keys and their values)",
                        "4: limits.sessions: keys and values (expected: an integer from 1 to 2147483647)",
                        "6: sessions: a list (expected: keys and their values)");
        assertThat(faultsOf("server: {allowed-hosts: one, allowed-origins: [[a]]}"))
                .hasSize(2)
                .allMatch(fault -> fault.contains("(expected: a list of texts, none of them empty)"));
    }

    @Test
    void refusesAKeyGivenTwice() throws Exception {
        assertThat(faultsOf("name: a\nserver: {port: 1}\nname: b\n"))
                .containsExactly("3: name: given again (expected: once, it stands in line 1)");
    }

    @Test
    void neverShowsASecret() throws Exception {
        assertThat(faultsOf("server: {auth: {api-keys: hunter2}}\n")).noneMatch(fault -> fault.contains("hunter2"));
        assertThat(faultsOf("server: {auth: {api-keys: [hunter2, '']}}\n"))
                .singleElement()
                .asString()
                .doesNotContain("hunter2");
    }

    @Test
    void takesTheTextThatStandsThereWhateverTypeYamlWouldMakeOfIt() throws Exception {
        List<Setting<?>> settings =
                read("name: 2024-01-01\nlogging: {level: OFF}\nserver: {auth: {api-keys: [1e3, no]}}\n");

        assertThat(settings)
                .extracting(s -> (Object) s.value())
                .containsExactly("2024-01-01", LogLevel.OFF, List.of("1e3", "no"));
    }

    @Test
    void anEmptyFileOrSectionSetsNothing() throws Exception {
        assertThat(read("")).isEmpty();
        assertThat(read("# nothing\n---\n")).isEmpty();
        assertThat(read("limits:\n  # sessions: 5\nserver:\n")).isEmpty();
    }

    @Test
    void saysWhereTheSyntaxIsWrong() throws Exception {
        assertThat(faultsOf("name: a\nserver: {port: 1\n"))
                .singleElement()
                .asString()
                .startsWith("3: not YAML: ");
        assertThat(faultsOf("name: a\n\tserver: b\n"))
                .singleElement()
                .asString()
                .startsWith("2: not YAML: ");
        assertThat(faultsOf("name: a\n---\nname: b\n"))
                .singleElement()
                .asString()
                .contains("not YAML: ");
        assertThat(faultsOf("- a\n")).containsExactly("1: a list (expected: keys and their values)");
        assertThat(faultsOf("[a]: b\n")).containsExactly("1: a list (expected: the name of a key)");
        assertThat(faultsOf("name: a\0b")).singleElement().asString().contains("not YAML: ");
    }

    @Test
    @Timeout(10)
    void isNotImpressedByAYamlBomb() throws Exception {
        StringBuilder bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (char c = 'b'; c < 'z'; c++) {
            bomb.append(c).append(": &").append(c).append(" [");
            bomb.append(("*" + (char) (c - 1) + ",").repeat(9)).append("]\n");
        }
        assertThat(faultsOf(bomb.toString())).hasSize(25);
        assertThat(faultsOf("server: &s\n  tls: *s\n"))
                .containsExactly("2: server.tls.tls: unknown key (nearest known: server.tls)");
        assertThat(faultsOf("[".repeat(100_000))).singleElement().asString().contains("Nesting Depth exceeded");
    }

    @Test
    void neverMakesAnObjectOfATag() throws Exception {
        assertThat(faultsOf("server: !!javax.script.ScriptEngineManager [a]\n"))
                .singleElement()
                .asString()
                .startsWith("1: not YAML: Global tag is not allowed");
    }

    @Test
    void saysWhyAFileCannotBeRead() throws Exception {
        assertThat(FileSource.read(folder.resolve("none.yaml"), findings)).isEmpty();
        FileSource.read(folder, findings);
        FileSource.read(
                Files.write(folder.resolve("latin.yaml"), "name: ä".getBytes(StandardCharsets.ISO_8859_1)), findings);
        FileSource.read(Files.writeString(folder.resolve("huge.yaml"), "#".repeat(1_048_577)), findings);

        assertThat(faults())
                .containsExactly(
                        folder.resolve("none.yaml") + ": no such file (expected: a file to read)",
                        folder + ": is a folder (expected: a file)",
                        folder.resolve("latin.yaml") + ": is not UTF-8 (expected: a text file in UTF-8)",
                        folder.resolve("huge.yaml") + ": is too large (expected: at most 1048576 bytes)");
    }

    @Test
    void listsAtMostFiftyFaults() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            text.append("x").append(i).append(": 1\n");
        }
        assertThat(faultsOf(text.toString())).hasSize(51).last().isEqualTo("and: 10 more");
    }

    @Test
    void skipsAByteOrderMark() throws Exception {
        assertThat(read("\uFEFFname: a\n"))
                .singleElement()
                .extracting(s -> (Object) s.value())
                .isEqualTo("a");
    }

    @Test
    void aPathIsMeantFromTheFolderOfTheFile() throws Exception {
        assertThat(read("devices: sub/d.yaml\nsessions: {playbooks: /etc/p.yaml}\n"))
                .extracting(s -> (Object) s.value())
                .containsExactly(folder.resolve("sub/d.yaml"), Path.of("/etc/p.yaml"));
    }

    private Path file() {
        return folder.resolve("config.yaml");
    }

    private List<Setting<?>> read(String text) throws IOException, ConfigurationException {
        List<Setting<?>> settings = FileSource.read(Files.writeString(file(), text), findings);
        findings.throwIfFaulty();
        return settings;
    }

    /** The faults of a file with that text, each from its line number on. */
    private List<String> faultsOf(String text) throws IOException {
        Findings found = new Findings();
        FileSource.read(Files.writeString(file(), text), found);
        return TestFindings.faults(found).stream()
                .map(fault -> fault.startsWith(file() + ":")
                        ? fault.substring(file().toString().length() + 1)
                        : fault)
                .map(String::strip)
                .toList();
    }

    private List<String> faults() {
        return TestFindings.faults(findings);
    }
}
