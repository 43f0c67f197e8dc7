package io.agentserver.server.cli;

import java.util.Locale;

/** The session engines that ship. */
enum EngineName {
    /** Devices plan by themselves: one {@code execute_task} command with the request. */
    DELEGATE,
    /** Devices only run tools: rules turn the request into commands. */
    PLAYBOOK;

    /** The name as it is written in a configuration. */
    String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }
}
