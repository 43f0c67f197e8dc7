package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.Command;
import io.agentserver.protocol.RawJson;
import io.agentserver.server.engine.FakeSession;
import io.agentserver.server.engine.PlaybookEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The playbook that ships for the original's Linux client does what its rules promise. */
class ExamplePlaybookTest {

    private static final Path EXAMPLE = Path.of("..", "docs", "examples", "playbook-linux.yaml");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    Show the disk usage                        | df -h
                    list files in /var/my log                  | ls -la -- '/var/my log'
                    List the files of x'; reboot; '            | ls -la -- 'x'\\''; reboot; '\\'''
                    show me the last 20 lines of a.log         | tail -n 20 -- 'a.log'
                    find files named *.log under /var          | find '/var' -name '*.log'
                    search for $(id) in -e.txt                 | grep -n -e '$(id)' -- '-e.txt'
                    run: uname -a && id                       | uname -a && id
                    """)
    void makesTheCommand(String request, String command) throws Exception {
        assertThat(commands(request)).containsExactly(command);
    }

    @Test
    void makesSeveralCommandsOfAnOverview() throws Exception {
        assertThat(commands("show the system status")).containsExactly("uname -a", "uptime", "free -h", "df -h");
    }

    @Test
    void leavesAFolderThatIsAnOptionToNobody() throws Exception {
        assertThat(commands("find files named x in -delete")).isEmpty();
    }

    @Test
    void speaksToTheToolOfTheOriginalsLinuxAgent() throws Exception {
        FakeSession session = send("disk usage");

        assertThat(session.sent()).singleElement().satisfies(round -> {
            assertThat(round.agentName()).as("null: the platform's own").isNull();
            assertThat(round.commands())
                    .containsExactly(Command.action("execute_command", RawJson.of("{\"command\":\"df -h\"}")));
        });
    }

    private static FakeSession send(String request) throws ConfigurationException {
        FakeSession session = FakeSession.succeeding(request, "{\"success\":true}");
        new PlaybookEngine(PlaybookFile.read(EXAMPLE)).run(session).block();
        return session;
    }

    private static List<String> commands(String request) throws ConfigurationException {
        return send(request).sent().stream()
                .flatMap(round -> round.commands().stream())
                .map(command -> Objects.requireNonNull(command.parameters()).member("command"))
                .map(value -> Objects.requireNonNull(value).stringValue())
                .toList();
    }
}
