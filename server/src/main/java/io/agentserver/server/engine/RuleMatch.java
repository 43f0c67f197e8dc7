package io.agentserver.server.engine;

import io.agentserver.protocol.Command;
import io.agentserver.server.engine.Playbook.CommandTemplate;
import io.agentserver.server.engine.Playbook.OnFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A rule that matches a request.
 *
 * @param rule the rule
 * @param caught the text that each group of the rule's pattern caught
 */
record RuleMatch(Playbook.Rule rule, Map<String, String> caught) {

    /** Why the rule's commands cannot be made of this request, or nothing. */
    Optional<String> fault() {
        return rule.commands().stream()
                .flatMap(command -> command.parameters().placeholders().stream())
                .flatMap(placeholder -> placeholder.fault(caught).stream())
                .findFirst()
                .map(fault -> "Playbook rule '" + rule.name() + "': " + fault);
    }

    /**
     * The rule's commands for this request, which has no fault. With {@link OnFailure#STOP} neighbours for the same agent
     * travel in one round: the device works through them without another session's commands in between and skips the rest
     * at a failure by itself. With {@link OnFailure#GO_ON} each travels alone.
     */
    List<CommandRound> rounds() {
        List<CommandRound> rounds = new ArrayList<>();
        for (CommandTemplate template : rule.commands()) {
            CommandRound next = round(template);
            int last = rounds.size() - 1;
            if (rule.onFailure() == OnFailure.STOP && last >= 0 && sameAgent(rounds.get(last), next)) {
                rounds.set(last, joined(rounds.get(last), next));
            } else {
                rounds.add(next);
            }
        }
        return rounds;
    }

    private CommandRound round(CommandTemplate template) {
        Command command = new Command(template.tool(), template.parameters().fill(caught), template.toolType(), null);
        return new CommandRound(List.of(command), template.agent(), template.process(), template.root());
    }

    private static boolean sameAgent(CommandRound one, CommandRound other) {
        return Objects.equals(one.agentName(), other.agentName())
                && one.processName().equals(other.processName())
                && one.rootName().equals(other.rootName());
    }

    private static CommandRound joined(CommandRound first, CommandRound second) {
        List<Command> commands = new ArrayList<>(first.commands());
        commands.addAll(second.commands());
        return new CommandRound(commands, first.agentName(), first.processName(), first.rootName());
    }
}
