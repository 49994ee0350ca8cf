package io.github.dann4j.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes a {@link Report} as one self-contained HTML file: styles, program, charting library and images are inside, and
 * the page's own policy forbids it to load or send anything. The same report gives the same bytes.
 *
 * <p>Values are embedded as JSON in an element that browsers do not run, and the page's program sets them as text: a
 * name that contains markup is shown, never interpreted. Scripts run only if their hashes are in the policy.
 */
public final class ReportPage {
    /** The version must be that of {@code echarts.version} in the parent POM. */
    private static final String ECHARTS = "META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

    private static final String NONE = "–";

    private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");

    /** Texts that would end a script element early, or hide its end. */
    private static final Pattern UNSAFE_IN_SCRIPT = Pattern.compile("</script|<!--|<script", Pattern.CASE_INSENSITIVE);

    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportPage() {}

    /** Writes the page; the stream stays open. */
    public static void write(Report report, OutputStream out) throws IOException {
        out.write(html(report).getBytes(StandardCharsets.UTF_8));
    }

    static String html(Report report) {
        String charts = charts();
        String program = script("report.js");
        String policy = policy(charts, program);
        return filled(
                resource("report.html"),
                Map.of(
                        "policy",
                        policy,
                        "title",
                        escaped(report.title()),
                        "source",
                        escaped(report.source()),
                        "target",
                        escaped(report.target()),
                        "answer",
                        escaped(report.answer()),
                        "table",
                        table(report),
                        "style",
                        resource("report.css"),
                        "data",
                        json(report),
                        "charts",
                        charts,
                        "program",
                        program));
    }

    /** Returns the library that draws charts, to be embedded in a page. */
    static String charts() {
        return script(ECHARTS);
    }

    /** Returns the policy of a page that runs these two scripts and no other, and requests nothing. */
    static String policy(String charts, String program) {
        return "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src %s %s; base-uri 'none'; form-action 'none'"
                .formatted(sum(charts), sum(program));
    }

    /** The table of numbers for browsers that do not run scripts. */
    private static String table(Report report) {
        StringBuilder rows = new StringBuilder();
        for (Report.Method method : report.methods()) {
            rows.append("<tr><th scope=\"row\">").append(escaped(method.name())).append("</th>");
            cell(rows, quantity(method.targetAccuracy()));
            cell(rows, quantity(method.sourceAccuracy()));
            cell(rows, quantity(method.domainAccuracy()));
            Double gap = method.gapCovered();
            cell(rows, gap == null ? NONE : String.format(Locale.ROOT, "%.0f %%", 100 * gap));
            cell(rows, Integer.toString(method.seeds().size()));
            rows.append("</tr>\n");
        }
        return rows.toString();
    }

    private static void cell(StringBuilder row, String text) {
        row.append("<td>").append(text).append("</td>");
    }

    private static String quantity(Report.@Nullable Quantity quantity) {
        if (quantity == null) {
            return NONE;
        }
        return quantity.perSeed().size() > 1
                ? String.format(Locale.ROOT, "%.2f ± %.2f", 100 * quantity.mean(), 100 * quantity.sd())
                : String.format(Locale.ROOT, "%.2f", 100 * quantity.mean());
    }

    /** Fills each slot of the template in a single pass, so that inserted values are not searched for slots. */
    static String filled(String template, Map<String, String> values) {
        return SLOT.matcher(template).replaceAll(slot -> {
            String value = values.get(slot.group(1));
            if (value == null) {
                throw new IllegalStateException("the page has a slot %s without a value".formatted(slot.group()));
            }
            return Matcher.quoteReplacement(value);
        });
    }

    /**
     * Returns JSON that cannot end the element around it: every {@code <}, {@code >} and {@code &} is inside a string,
     * where it is escaped as a number; so are the two line separators that JSON allows and older JavaScript does not.
     */
    static String json(Object report) {
        try {
            return JSON.writeValueAsString(report)
                    .replace("<", "\\u003c")
                    .replace(">", "\\u003e")
                    .replace("&", "\\u0026")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every record can be written", e);
        }
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    static String script(String name) {
        String text = resource(name);
        if (UNSAFE_IN_SCRIPT.matcher(text).find()) {
            throw new IllegalStateException("%s cannot be embedded in a page".formatted(name));
        }
        return text;
    }

    private static String sum(String script) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-%s'".formatted(Base64.getEncoder().encodeToString(sum));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Reads a resource with the line ends that browsers use to compute the hashes. */
    static String resource(String name) {
        // On the module path a class finds the resources of its own module alone, so the library's come by the class
        // loader.
        try (InputStream in = name.equals(ECHARTS)
                ? ReportPage.class.getClassLoader().getResourceAsStream(name)
                : ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no %s on the class path".formatted(name));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
