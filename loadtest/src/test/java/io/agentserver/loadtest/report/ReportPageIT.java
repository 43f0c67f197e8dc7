package io.agentserver.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The report as a browser shows it. */
class ReportPageIT {

    /** Four of the request, four of load and generator, four of the server. */
    private static final String CHARTS = "12";

    @TempDir
    private Path temporary;

    private Path page() throws Exception {
        Path folder = temporary.resolve("report");
        new SampleRun(1).writeTo(folder);
        return folder.resolve("index.html");
    }

    @ParameterizedTest
    @CsvSource({"false, '1280,2400'", "true, '1280,2400'", "false, '390,844'"})
    void drawsEveryChartWithoutAWordOnTheConsole(boolean dark, String size) throws Exception {
        Browser.Page page = Browser.in(temporary, dark, size).open(page());

        assertThat(page.console()).isEmpty();
        assertThat(page.root("data-charts")).isEqualTo(CHARTS);
        assertThat(page.root("data-drawn")).isEqualTo(CHARTS);
        assertThat(page.root("data-scheme")).isEqualTo(dark ? "dark" : "light");
        assertThat(page.root("data-overflow"))
                .as("sideways scrolling of the whole page")
                .isEqualTo("0");
        assertThat(page.dom())
                .contains("<title>dispatch – load test report</title>")
                .contains("dispatch.p99 &lt; 900ms")
                .contains("All 3 assertions held.")
                .contains("aria-label=\"Response time: 99th percentile ");
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void keepsToTheSchemeOfTheReader(boolean dark) throws Exception {
        BufferedImage picture = ImageIO.read(
                Browser.in(temporary, dark, "1280,900").screenshot(page()).toFile());
        int corner = picture.getRGB(2, 2) & 0xff;

        assertThat(picture.getWidth()).isEqualTo(1280);
        if (dark) {
            assertThat(corner).isLessThan(60);
        } else {
            assertThat(corner).isGreaterThan(220);
        }
    }

    @Test
    void showsTextFromTheRunAsText() throws Exception {
        Path file = Files.writeString(temporary.resolve("attack.html"), HtmlPage.of(HtmlPageTest.attacking()));
        Browser.Page page = Browser.in(temporary, false, "1280,2400").open(file);

        assertThat(page.console()).isEmpty();
        assertThat(page.root("data-drawn")).isEqualTo(CHARTS);
        assertThat(page.root("data-overflow")).isEqualTo("0");
        assertThat(page.dom())
                .doesNotContain("<img")
                .doesNotContain("<title>attacked")
                .contains("<h1 id=\"scenario\">&lt;/script&gt;&lt;img src=x onerror=")
                .contains("<li>&lt;/script&gt;&lt;img")
                .contains("<th scope=\"row\">&lt;/script&gt;&lt;img")
                .contains("<th scope=\"row\">__proto__</th>")
                .contains("<code>&lt;/script&gt;&lt;img");
    }

    /** The page with a script before that tag, which its policy is told to let run. */
    private Browser.Page openedWith(String script, String before) throws Exception {
        String html = Files.readString(page())
                .replace("script-src ", "script-src " + HtmlPage.hash(script) + " ")
                .replace(before, "<script>" + script + "</script>" + before);
        return Browser.in(temporary, false, "1280,2400")
                .open(Files.writeString(temporary.resolve("scripted.html"), html));
    }

    @Test
    void drawsAnotherRequestWhenItIsChosen() throws Exception {
        String click = "document.querySelectorAll('input[name=request]')[1].click();"
                + "document.querySelector('input[name=logarithmic]').click();";
        Browser.Page page = openedWith(click, "</body>");

        assertThat(page.console()).isEmpty();
        assertThat(page.root("data-drawn")).isEqualTo(CHARTS);
        assertThat(page.dom()).contains("<h2 id=\"detail-title\">dispatch.http</h2>");
        assertThat(page.dom().split("<canvas", -1)).hasSize(1 + Integer.parseInt(CHARTS));
    }

    @Test
    void drawsAnewWhenTheSchemeChangesBeforeTheFirstFrame() throws Exception {
        String change = "const ask = matchMedia; matchMedia = query => {"
                + "const answer = ask(query); answer.addEventListener = (name, changed) => changed(); return answer; };";
        Browser.Page page = openedWith(change, "</head>");

        assertThat(page.console()).isEmpty();
        assertThat(page.root("data-charts")).isEqualTo(CHARTS);
        assertThat(page.root("data-drawn")).isEqualTo(CHARTS);
    }

    @Test
    void showsARunInWhichNothingHappened() throws Exception {
        Path file = Files.writeString(temporary.resolve("empty.html"), HtmlPage.of(EmptyRun.result()));
        Browser.Page page = Browser.in(temporary, true, "1280,2400").open(file);

        assertThat(page.console()).isEmpty();
        assertThat(page.root("data-charts")).isEqualTo("0");
        assertThat(page.dom()).contains("Not valid").contains("Nothing to draw: no figures.");
    }

    @Test
    void wouldSeeAFaultOnTheConsole() throws Exception {
        String faulty = HtmlPage.of(new SampleRun(1, 50, "health").result())
                .replace("</body>", "<script>fault()</script></body>");
        Browser.Page page = Browser.in(temporary, false, "1280,900")
                .open(Files.writeString(temporary.resolve("faulty.html"), faulty));

        assertThat(page.console())
                .as("the page's own policy refuses a script that it does not name")
                .hasSize(1)
                .first()
                .asString()
                .contains("Content Security Policy");
    }
}
