package io.agentserver.testing;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves a Netty buffer unreleased. JUnit finds it by itself in every module that has this
 * module's tests on its test class path.
 */
public final class FailOnLeak implements Extension, AfterAllCallback {

    static {
        Leaks.watch();
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        boolean nested = context.getRequiredTestClass().getEnclosingClass() != null;
        if (nested) {
            return;
        }
        List<String> leaks = Leaks.take();
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " leaked: release what the tests of " + context.getDisplayName()
                    + " allocate or receive\n" + String.join("\n", leaks));
        }
    }
}
