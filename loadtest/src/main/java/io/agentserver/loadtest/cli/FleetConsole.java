package io.agentserver.loadtest.cli;

import io.agentserver.loadtest.engine.FleetRun;

/** Shows what a fleet sees. */
final class FleetConsole implements FleetRun.Listener {

    private final Terminal terminal;

    FleetConsole(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void second(FleetRun.State state) {
        terminal.out()
                .println(state.seconds() + " s: " + state.connected() + " of " + state.wanted() + " connected, "
                        + state.tasks() + " tasks ended, " + state.commands() + " command messages, " + state.lost()
                        + " connections lost, " + state.errors() + " error messages");
        terminal.out().flush();
    }
}
