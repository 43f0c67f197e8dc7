package io.agentserver.loadtest.report;

import io.agentserver.loadtest.stats.RunResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code index.html}: one file that needs nothing else. All that comes from the run is in one block of JSON, in which no
 * character can end the block; the page's script puts it into the document as text. The page names its scripts by their
 * hash in its own security policy, so that nothing else can run and nothing is fetched.
 */
final class HtmlPage {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private HtmlPage() {}

    static String of(RunResult result) throws IOException {
        String library = "/*!\n" + resource("chart.js/LICENSE.md") + "*/\n"
                + resource("chart.js/chart.umd.js").replaceFirst("//# sourceMappingURL=\\S+\\s*$", "");
        String script = resource("report.js");
        Map<String, String> parts = Map.of(
                "policy",
                hash(library) + " " + hash(script),
                "style",
                resource("report.css"),
                "data",
                safeInScript(JSON.writeValueAsString(PageData.of(result))),
                "library",
                library,
                "script",
                script);
        Matcher place = PLACE.matcher(resource("report.html"));
        return place.replaceAll(match -> Matcher.quoteReplacement(parts.get(match.group(1))));
    }

    private static String safeInScript(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
    }

    /** As a security policy names a script. */
    static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = HtmlPage.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("resource " + name + " is missing from the load tester");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        }
    }
}
