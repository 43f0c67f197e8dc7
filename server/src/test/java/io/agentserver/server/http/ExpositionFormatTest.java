package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract 4.2, case 78. */
class ExpositionFormatTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "application/openmetrics-text|OPEN_METRICS",
                "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1|OPEN_METRICS",
                "text/plain;version=0.0.4;q=0.5,application/openmetrics-text;version=1.0.0|OPEN_METRICS",
                "Text/Plain; version=\"0.0.4\"|TEXT",
                "text/plain; Version=0.0.4; charset=utf-8|TEXT",
                "application/openmetrics-text;q=0,text/plain;version=0.0.4|TEXT",
                "text/plain|none",
                "text/plain;version=0.0.5|none",
                "text/html,application/xhtml+xml,*/*;q=0.8|none",
                "application/json|none",
                "*/*|none",
                ",;=|none",
                "''|none"
            })
    void isNamedByTheAcceptHeader(String accept, ExpositionFormat format) {
        assertThat(ExpositionFormat.named(List.of(accept))).isEqualTo(format);
    }

    @Test
    void isNamedByAnyOfSeveralHeaders() {
        assertThat(ExpositionFormat.named(List.of("*/*", "text/plain;version=0.0.4")))
                .isEqualTo(ExpositionFormat.TEXT);
        assertThat(ExpositionFormat.named(List.of())).isNull();
    }
}
