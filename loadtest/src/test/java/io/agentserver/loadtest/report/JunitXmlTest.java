package io.agentserver.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.stats.RunResult;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class JunitXmlTest {

    private static Document parsed(RunResult result) throws Exception {
        byte[] bytes = JunitXml.of(result).getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
    }

    private static Element testCase(Document document, int index) {
        return (Element) document.getElementsByTagName("testcase").item(index);
    }

    private static String failure(Element testCase) {
        Element failure = (Element) testCase.getElementsByTagName("failure").item(0);
        return failure == null ? "" : failure.getAttribute("message");
    }

    @Test
    void eachAssertionIsATestCaseAndSoIsValidity() throws Exception {
        Document document = parsed(new SampleRun(1)
                .asserting("dispatch.p50 < 100ms", "dispatch.p50 < 0.5ms")
                .result());
        Element suite = (Element) document.getElementsByTagName("testsuite").item(0);

        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(3);
        assertThat(testCase(document, 0).getAttribute("name")).isEqualTo("the result is valid");
        assertThat(failure(testCase(document, 0))).isEmpty();
        assertThat(testCase(document, 1).getAttribute("name")).isEqualTo("dispatch.p50 < 100ms");
        assertThat(failure(testCase(document, 1))).isEmpty();
        assertThat(failure(testCase(document, 2))).matches("dispatch\\.p50 < 0\\.5ms \\(actual: [0-9.]+ ms\\)");
    }

    @Test
    void anInvalidResultIsAFailure() throws Exception {
        Document document =
                parsed(new SampleRun(1).asserting().invalid("late", "starved").result());

        assertThat(failure(testCase(document, 0))).isEqualTo("late; starved");
    }

    @Test
    void staysXmlWhateverTheNames() throws Exception {
        String odd = "<&\"'>\u0000\u001b[31m\ud800 ]]>";
        Document document = parsed(new SampleRun(1).scenario(odd).invalid(odd).result());

        assertThat(failure(testCase(document, 0))).isEqualTo("<&\"'>??[31m? ]]>");
    }
}
