package io.agentserver.testing;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Something a test needs that JDK and Maven do not bring. */
public final class Requirement {

    private Requirement() {}

    /** Goes on when it is there. Otherwise the test is skipped, or fails when this is CI, which installs everything. */
    public static void of(boolean present, String what, String debianPackage) {
        String missing = what + " is missing: install the package " + debianPackage;
        if ("true".equals(System.getenv("CI"))) {
            Assertions.assertTrue(present, missing);
        } else {
            Assumptions.assumeTrue(present, missing);
        }
    }
}
