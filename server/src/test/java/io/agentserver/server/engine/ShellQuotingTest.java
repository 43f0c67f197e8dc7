package io.agentserver.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ${text|sh}} makes of hostile requests, told by a real shell. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ShellQuotingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "two words",
                "",
                "'; echo hacked; '",
                "$(echo hacked) `echo hacked` $HOME ${HOME}",
                "\" && echo hacked && \"",
                "a\nb; echo hacked\r\n",
                "\\' ; echo hacked #",
                "'\\''",
                "!! * ? [a-z] {a,b} ~ | & > /dev/null",
                "-rf"
            })
    void reachesTheProgramAsOneUnchangedWord(String text) throws Exception {
        String command = ValueTemplate.of("printf '[%s]' ${text|sh} end")
                .fill(Map.of("text", text))
                .stringValue();

        assertThat(output(command)).isEqualTo("[" + text + "][end]");
    }

    private static String output(String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("/bin/sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        return output;
    }
}
