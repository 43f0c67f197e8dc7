package io.agentserver.server.cli;

import java.util.Objects;

/** The version of this program, from the manifest of its archive. */
final class Version {

    private Version() {}

    /** The version; {@code development} when the classes do not come from an archive. */
    static String current() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }
}
