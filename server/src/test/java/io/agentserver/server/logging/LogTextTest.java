package io.agentserver.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {

    @Test
    void leavesPlainTextAsItIs() {
        assertThat(LogText.quote("Open Notepad ✅ 🔌 \"quoted\" \\n")).isEqualTo("Open Notepad ✅ 🔌 \"quoted\" \\n");
    }

    @Test
    void escapesWhatBreaksALineOrCommandsATerminal() { // M-44
        assertThat(LogText.quote("a\nb\rc\td\u0000e\u001bf\u0085g\u2028h\u2029i\u007f"))
                .isEqualTo("a\\nb\\rc\\td\\u0000e\\u001bf\\u0085g\\u2028h\\u2029i\\u007f");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Task completed", "Task failed", "Task cancelled"})
    void keepsTheWordsThatAreCountedForTheLinesThatSayThem(String words) { // M-43
        String quoted = LogText.quote("x" + words + "y");

        assertThat(quoted).isEqualTo("x" + words.replace(" ", "\\u0020") + "y");
        assertThat(LogText.quote("Task x")).isEqualTo("Task x");
    }

    @Test
    void cutsVeryLongTextsBetweenCharacters() {
        String text = "x".repeat(LogText.LONGEST - 1) + "🔌" + "y".repeat(100);

        assertThat(LogText.quote(text))
                .isEqualTo("x".repeat(LogText.LONGEST - 1) + "… (" + text.length() + " characters)");
        assertThat(LogText.quote("x".repeat(LogText.LONGEST))).hasSize(LogText.LONGEST);
    }
}
