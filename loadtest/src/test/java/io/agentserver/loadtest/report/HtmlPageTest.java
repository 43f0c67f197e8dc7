package io.agentserver.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.loadtest.stats.RunResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HtmlPageTest {

    static final String ATTACK = "</script><img src=x onerror=document.title='attacked'><!-- {{script}} ${data}";

    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);
    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

    /** With the attack wherever a run brings text. */
    static RunResult attacking() {
        RunResult run =
                new SampleRun(1, 50, "health").scenario(ATTACK).invalid(ATTACK).result();
        RequestResult request = run.requests().get(0);
        RequestResult attack = new RequestResult(
                ATTACK,
                request.ok(),
                1,
                0,
                request.sent(),
                request.answered(),
                request.latency(),
                request.service(),
                Map.of(ATTACK, 1L));
        return new RunResult(
                run.info(),
                List.of(
                        request,
                        attack,
                        new RequestResult("__proto__", 0, 0, 0, 0, 0, request.latency(), request.service(), Map.of())),
                run.seconds(),
                run.generator(),
                run.server(),
                run.assertions(),
                run.invalidReasons());
    }

    private static JsonNode data(String page) {
        Matcher matcher = DATA.matcher(page);
        assertThat(matcher.find()).isTrue();
        return JsonMapper.shared().readTree(matcher.group(1));
    }

    @Test
    void carriesTheResult() throws IOException {
        RunResult result = new SampleRun(1).result();
        JsonNode data = data(HtmlPage.of(result));

        assertThat(data.path("requests")).hasSize(2);
        assertThat(data.path("requests").get(0).path("figures").toString())
                .isEqualTo(
                        StatsJson.of(result).path("requests").path("dispatch").toString());
        assertThat(data.path("timeline").path("t")).hasSize(result.seconds().size());
        assertThat(data.path("server")).hasSize(6);
    }

    @Test
    void needsNothingFromElsewhere() throws IOException {
        String page = HtmlPage.of(new SampleRun(1).result());
        String withoutScripts = page.replaceAll("(?s)<script>.*?</script>", "");

        assertThat(withoutScripts)
                .doesNotContainPattern("(?i)(src|href)\\s*=\\s*[\"']?(https?:)?//")
                .doesNotContainPattern("(?i)@import|url\\(")
                .contains("default-src 'none'");
        assertThat(page).doesNotContain("sourceMappingURL");
        assertThat(page)
                .contains("Copyright (c) 2014-2024 Chart.js Contributors", "THE SOFTWARE IS PROVIDED \"AS IS\"");
    }

    @Test
    void namesItsScriptsByTheirHash() throws Exception {
        String page = HtmlPage.of(new SampleRun(1, 50, "health").result());
        List<String> hashes = new ArrayList<>();
        for (Matcher script = SCRIPT.matcher(page); script.find(); ) {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(script.group(1).getBytes(StandardCharsets.UTF_8));
            hashes.add("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        }

        assertThat(hashes).hasSize(2);
        assertThat(page).contains("script-src " + String.join(" ", hashes) + ";");
    }

    @Test
    void textFromTheRunCannotLeaveItsBlock() throws IOException {
        String page = HtmlPage.of(attacking());

        assertThat(page).doesNotContain("<img").doesNotContain("onerror=document.title='attacked'>");
        JsonNode data = data(page);
        assertThat(data.path("run").path("scenario").asString()).isEqualTo(ATTACK);
        assertThat(data.path("invalid_reasons").get(0).asString()).isEqualTo(ATTACK);
        assertThat(data.path("requests").get(1).path("name").asString()).isEqualTo(ATTACK);
    }

    @Test
    void aLongRunIsDrawnInSteps() throws IOException {
        List<Integer> seconds = IntStream.range(0, 4000).boxed().toList();

        assertThat(Timeline.steps(seconds, 900))
                .hasSize(800)
                .allSatisfy(step -> assertThat(step).hasSize(5));
        assertThat(Timeline.steps(List.of(), 900)).isEmpty();
    }
}
