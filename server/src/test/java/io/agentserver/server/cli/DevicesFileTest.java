package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The device configuration file of contract 6.3. */
class DevicesFileTest {

    private static final Map<String, Object> LAB_PC = Map.of(
            "tags", List.of("lab", "fast"), "rack", 7, "load", 0.5, "spare", false, "site", Map.of("room", "B2"));

    @TempDir
    private Path folder;

    private final Findings findings = new Findings();

    @Test
    void readsYaml() throws IOException {
        assertThat(read("d.yaml", """
                        devices:
                          lab-pc-7:
                            tags: [lab, fast]
                            rack: 7
                            load: 0.5
                            spare: no
                            site: {room: B2}
                          5: {}
                        version: 1
                        """)).containsExactlyInAnyOrderEntriesOf(Map.of("lab-pc-7", LAB_PC, "5", Map.of()));
        assertThat(read("d.yml", "devices: {a: {b: null}}").get("a")).containsEntry("b", null);
        assertNothingFound();
    }

    @Test
    void readsJson() throws IOException {
        assertThat(read("d.json", """
                        {"version": [1], "devices": {"lab-pc-7": {"tags": ["lab", "fast"], "rack": 7, "load": 0.5,
                        "spare": false, "site": {"room": "B2"}}, "5": {}}}
                        """)).containsExactlyInAnyOrderEntriesOf(Map.of("lab-pc-7", LAB_PC, "5", Map.of()));
        assertNothingFound();
    }

    @Test
    void warnsOfAMissingFileAnotherExtensionAndNoDevicesAndGoesOn() throws IOException {
        assertThat(DevicesFile.read(folder.resolve("none.yaml"), findings)).isEmpty();
        assertThat(read("d.toml", "devices = 1")).isEmpty();
        for (String text : List.of("", "other: 1\n", "devices:\n", "devices: {}\n", "~\n")) {
            assertThat(read("d.yaml", text)).isEmpty();
        }
        for (String text : List.of("{}", "{\"devices\": null}", "{\"devices\": {}}")) {
            assertThat(read("d.json", text)).isEmpty();
        }

        assertThat(findings.warnings()).hasSize(10);
        assertThat(findings.warnings().get(0)).contains("not found");
        assertThat(findings.warnings().get(1)).contains("d.toml is not read (expected: a .yaml, .yml or .json file)");
        assertThat(findings.warnings().subList(2, 10)).allMatch(warning -> warning.contains("holds no devices"));
        assertThat(TestFindings.faults(findings)).isEmpty();
    }

    @Test
    void saysWhereAYamlFileIsMalformed() throws IOException {
        read("d.yaml", "devices:\n  a: {b: c\n");
        read("d.yaml", "- a\n");
        read("d.yaml", "devices:\n  - a\n");
        read("d.yaml", "devices:\n  a: 1\n  b: [c]\n  c: {}\n");
        read("d.yaml", "devices:\n  a: {x: 1}\n  b: {}\n  a: {y: 1}\n");
        read("d.yaml", "devices:\n  a:\n    x: 1\n    x: 2\n");
        read("d.yaml", "devices: {}\ndevices: {}\n");
        read("d.yaml", "devices:\n  a: {x: .nan}\n");
        read("d.yaml", "devices:\n  a: {x: !!binary aGk=}\n");

        assertThat(lines("d.yaml"))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("3: not YAML: "),
                        fault -> assertThat(fault).isEqualTo("1: not a mapping (expected: one with the key devices)"),
                        fault -> assertThat(fault)
                                .isEqualTo("2: devices: not a mapping (expected: device ids and their settings)"),
                        fault -> assertThat(fault).startsWith("2: devices.a: not a mapping (expected: keys and values"),
                        fault -> assertThat(fault).startsWith("3: devices.b: not a mapping"),
                        fault -> assertThat(fault).isEqualTo("4: a: given again (expected: once)"),
                        fault -> assertThat(fault).isEqualTo("4: x: given again (expected: once)"),
                        fault -> assertThat(fault).isEqualTo("2: devices: given again (expected: once)"),
                        fault -> assertThat(fault).isEqualTo("2: .nan (expected: a finite number)"),
                        fault -> assertThat(fault).startsWith("2: tag:yaml.org,2002:binary (expected: "));
    }

    @Test
    void saysWhereAJsonFileIsMalformed() throws IOException {
        read("d.json", "{\"devices\":\n {\"a\": {]}}");
        read("d.json", "[]");
        read("d.json", "{\"devices\":\n []}");
        read("d.json", "{\"devices\":\n {\"a\": 1,\n \"b\": [1],\n \"c\": {}}}");
        read("d.json", "{\"devices\": {\"a\": {},\n \"a\": {}}}");
        read("d.json", "{\"devices\": {\"a\": {}}}\n{}");
        read("d.json", "{\"devices\": {\"a\": {}}");
        read("d.json", "");

        assertThat(lines("d.json"))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("2: not JSON: "),
                        fault -> assertThat(fault).isEqualTo("1: not an object (expected: one with the key devices)"),
                        fault -> assertThat(fault)
                                .isEqualTo("2: devices: not an object (expected: device ids and their settings)"),
                        fault -> assertThat(fault).startsWith("2: devices.a: not an object"),
                        fault -> assertThat(fault).startsWith("3: devices.b: not an object"),
                        fault -> assertThat(fault).startsWith("2: not JSON: "),
                        fault -> assertThat(fault).startsWith("2: more after the end of the object"),
                        fault -> assertThat(fault).startsWith("1: not JSON: "),
                        fault -> assertThat(fault).startsWith("1: not an object"));
    }

    @Test
    void expandsAliasesAndMerges() throws IOException {
        assertThat(read("d.yaml", """
                        base: &base {tags: [lab], rack: 1}
                        devices:
                          a: *base
                          b:
                            <<: *base
                            rack: 2
                        """))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "a",
                        Map.of("tags", List.of("lab"), "rack", 1),
                        "b",
                        Map.of("tags", List.of("lab"), "rack", 2)));
        assertNothingFound();
    }

    @Test
    @Timeout(20)
    void refusesAliasesThatHoldThemselvesOrGrowWithoutBound() throws IOException {
        StringBuilder bomb = new StringBuilder("x:\n  - &a [1,1,1,1,1,1,1,1,1,1]\n");
        for (char c = 'b'; c <= 'j'; c++) {
            bomb.append("  - &").append(c).append(" [");
            bomb.append(String.join(
                            ",",
                            Arrays.asList(
                                    ("*" + (char) (c - 1) + " ").repeat(10).split(" "))))
                    .append("]\n");
        }
        read("d.yaml", bomb + "devices: {a: {x: *j}}\n");
        read("d.yaml", "devices:\n  a: &a\n    x: [*a]\n");
        read("d.yaml", "devices:\n  a: {<<: [1]}\n");

        assertThat(TestFindings.faults(findings))
                .satisfiesExactly(
                        fault -> assertThat(fault).contains("more than 2000000 values with aliases expanded"),
                        fault -> assertThat(fault).contains("an alias inside the value it stands for"),
                        fault -> assertThat(fault).contains("d.yaml:2: cannot be merged: "));
    }

    private Map<String, Map<String, Object>> read(String name, String text) throws IOException {
        return DevicesFile.read(Files.writeString(folder.resolve(name), text), findings);
    }

    /** The faults, each from its line number on. */
    private List<String> lines(String name) {
        String start = folder.resolve(name) + ":";
        return TestFindings.faults(findings).stream()
                .map(fault -> fault.startsWith(start) ? fault.substring(start.length()) : fault)
                .toList();
    }

    private void assertNothingFound() {
        assertThat(TestFindings.faults(findings)).isEmpty();
        assertThat(findings.warnings()).isEmpty();
    }
}
