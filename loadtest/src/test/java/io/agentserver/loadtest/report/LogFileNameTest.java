package io.agentserver.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFileNameTest {

    @ParameterizedTest
    @CsvSource({
        "dispatch.http, dispatch.http.hlog",
        "device_info, device_info.hlog",
        "../../etc/passwd, %2E.%2F..%2Fetc%2Fpasswd.hlog",
        "a b, a%20b.hlog",
        "100%, 100%25.hlog",
        "größe, gr%C3%B6%C3%9Fe.hlog",
    })
    void keepsWhatIsSafe(String name, String file) {
        assertThat(LogFileName.of(name)).isEqualTo(file);
    }

    @Test
    void twoNamesNeverShareAFile() {
        String longName = "x".repeat(300);
        assertThat(List.of(LogFileName.of(longName + "a"), LogFileName.of(longName + "b"), LogFileName.of("")))
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name.length()).isLessThan(130));
    }
}
