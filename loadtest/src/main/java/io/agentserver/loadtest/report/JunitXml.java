package io.agentserver.loadtest.report;

import io.agentserver.loadtest.stats.AssertionResult;
import io.agentserver.loadtest.stats.RunInfo;
import io.agentserver.loadtest.stats.RunResult;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** {@code junit.xml}: whether the result is valid, and each assertion, as test cases for a build server. */
final class JunitXml {

    private static final String VALIDITY = "the result is valid";

    private final XMLStreamWriter xml;
    private final String className;

    private JunitXml(XMLStreamWriter xml, String className) {
        this.xml = xml;
        this.className = className;
    }

    static String of(RunResult result) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            new JunitXml(xml, "loadtest." + clean(result.info().scenario())).write(result);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing XML into memory failed", e);
        }
        return text.append('\n').toString();
    }

    private void write(RunResult result) throws XMLStreamException {
        RunInfo info = result.info();
        List<AssertionResult> assertions = result.assertions();
        long failures = assertions.stream().filter(a -> !a.passed()).count() + (result.valid() ? 0 : 1);
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuites");
        xml.writeStartElement("testsuite");
        attribute("name", "load test " + info.scenario());
        attribute("tests", Integer.toString(assertions.size() + 1));
        attribute("failures", Long.toString(failures));
        attribute("errors", "0");
        attribute("skipped", "0");
        attribute("time", String.format(Locale.ROOT, "%.3f", Times.seconds(info.duration())));
        attribute("timestamp", info.started().toString());
        testCase(VALIDITY, result.valid() ? null : String.join("; ", result.invalidReasons()));
        for (AssertionResult assertion : assertions) {
            testCase(assertion.text(), assertion.passed() ? null : failure(assertion));
        }
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void testCase(String name, @Nullable String failure) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute("name", name);
        xml.writeAttribute("classname", className);
        attribute("time", "0");
        if (failure != null) {
            xml.writeStartElement("failure");
            attribute("message", failure);
            attribute("type", name.equals(VALIDITY) ? "invalid" : "assertion");
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static String failure(AssertionResult assertion) {
        return assertion.text() + " (actual: " + ConsoleNumber.actual(assertion) + ")";
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, clean(value));
    }

    /** Without the characters that XML cannot hold even when escaped. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c ->
                        c >= 0x20 && c < 0xD800 || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000 || c == '\t' || c == '\n'
                                ? c
                                : '?')
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
