package io.github.dann4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.report.Report.Facts;
import io.github.dann4j.report.Report.Finding;
import io.github.dann4j.report.Report.Method;
import io.github.dann4j.report.Report.Quantity;
import io.github.dann4j.report.Report.Severity;
import io.github.dann4j.report.Report.Sprite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTest {
    private static final String HOSTILE =
            "</script><script>alert(1)</script><!-- {{program}} $1 \\ & \u2028 \u2029 \"'";

    @Test
    void hostileTexts_neverLeaveTheirString() throws Exception {
        String html = ReportPage.html(report(HOSTILE));

        assertThat(html)
                .doesNotContain("<script>alert", "<script>alert(1)</script><!--")
                .contains("<title>&lt;/script&gt;&lt;script&gt;alert(1)");
        String data = group(html, "<script id=\"report\" type=\"application/json\">(.*?)</script>");
        assertThat(data).doesNotContain("<", ">", "&", "\u2028", "\u2029");
        assertThat(new ObjectMapper().readTree(data).path("classes").get(1).asText())
                .isEqualTo(HOSTILE);
    }

    @Test
    void everyScript_standsInThePolicyByItsSum_andNothingElseMayRunOrLoad() throws Exception {
        String html = ReportPage.html(report("plain"));

        String policy = group(html, "http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"");
        assertThat(policy)
                .startsWith("default-src 'none'")
                .contains("base-uri 'none'", "form-action 'none'")
                .doesNotContain("http", "*", "unsafe-eval", "script-src 'unsafe-inline'");
        Matcher scripts =
                Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(html);
        int count = 0;
        while (scripts.find()) {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256").digest(scripts.group(1).getBytes(StandardCharsets.UTF_8));
            assertThat(policy).contains("'sha256-" + Base64.getEncoder().encodeToString(sum) + "'");
            count++;
        }
        assertThat(count).isEqualTo(2);
        assertThat(html.replaceAll("(?s)(<script[^>]*>).*?</script>", "$1"))
                .doesNotContainPattern("<(script|link|img|iframe)[^>]*(src|href)=");
    }

    @Test
    void sameReport_givesTheSamePage_withEverySlotFilled() {
        assertThat(ReportPage.html(report("x"))).isEqualTo(ReportPage.html(report("x")));
        assertThat(ReportPage.html(report("x")).replaceAll("(?s)<script.*?</script>", ""))
                .doesNotContain("{{");
    }

    /** The content of the page in a browser or viewer that runs no scripts. */
    @Test
    void withoutItsProgram_thePageShowsDomainsAnswerAndNumbers() {
        String html = ReportPage.html(report("a<b")).replaceAll("(?s)<script.*?</script>", "");

        assertThat(html)
                .contains("<span id=\"source\">a&lt;b</span>", "<span id=\"target\">a&lt;b</span>")
                .contains("<p id=\"answer\">a&lt;b</p>");
        assertThat(group(html, "<noscript>(.*?)</noscript>"))
                .contains(
                        "<tr><th scope=\"row\">a&lt;b</th><td>–</td><td>50.00</td><td>–</td><td>–</td><td>1</td></tr>");
    }

    @Test
    void imageFromElsewhere_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sprite("https://example.org/x.png", 1, 1, 1, 1, 1))
                .withMessageContaining("data:image/")
                .withMessageContaining("https://example.org");
    }

    private static String group(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    private static Report report(String text) {
        Quantity quantity = new Quantity(0.5, 0, List.of(0.5));
        return new Report(
                text,
                text,
                text,
                List.of(),
                List.of(new Finding(Severity.WARNING, text, text)),
                text,
                text,
                List.of("a", text),
                List.of(new Method(
                        "dann", text, List.of(0L), null, quantity, null, null, 1, 1, List.of(), new int[0][])),
                List.of(new Report.Term("labelLoss", text, text, null, false)),
                List.of(new Report.Validator("im", text, true, Map.of("dann", 0.5), null, null)),
                List.of("dann"),
                null,
                List.of(),
                List.of(new Facts(text, List.of())),
                text,
                text);
    }
}
