package io.agentserver.server.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentserver.protocol.ToolType;
import io.agentserver.server.engine.Playbook.CommandTemplate;
import io.agentserver.server.engine.Playbook.Rule;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaybookTest {

    private static final RequestPattern ANY = RequestPattern.of("(?<all>.*)");
    private static final CommandTemplate COMMAND = CommandTemplate.action("tool", Map.of());

    @Test
    void needsARule() {
        assertRefused(() -> Playbook.of(), "rules: none (expected: at least one)");
    }

    @Test
    void needsANameAndACommandInARule() {
        assertRefused(() -> Rule.of(" ", ANY, COMMAND), "name: blank (expected: what the rule is about)");
        assertRefused(() -> Rule.of("rule", ANY), "commands: none (expected: at least one)");
    }

    @Test
    void knowsThePlatforms() {
        assertRefused(
                () -> Rule.of("rule", ANY, COMMAND).on("linux", "darwin"),
                "platforms: [darwin, linux] (expected: windows, linux or mobile)");
    }

    @Test
    void refusesAPlaceholderThatNamesNoGroup() {
        CommandTemplate command = CommandTemplate.action("tool", Map.of("a", "${all} ${dir} ${2} ${1} ${0}"));

        assertRefused(
                () -> Rule.of("rule", ANY, command),
                "placeholders: [2, dir] (expected: groups of the request's pattern, [0, 1, all])");
    }

    @Test
    void needsAToolInACommand() {
        assertRefused(
                () -> new CommandTemplate("", ToolType.ACTION, ValueTemplate.of(Map.of()), null, "", ""),
                "tool: blank (expected: the name of a tool of the device)");
    }

    private static void assertRefused(Runnable attempt, String message) {
        assertThatThrownBy(attempt::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
