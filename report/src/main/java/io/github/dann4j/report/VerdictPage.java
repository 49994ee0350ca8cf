package io.github.dann4j.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One page about a choice among models without labels of the target: the advice, the estimated accuracy, the reasons, the
 * candidates. It needs no script and no network, and every text is shown as text.
 *
 * @param answer the advice in a sentence
 * @param estimate what the estimated accuracy is, in a sentence
 * @param low lower end of its interval, in [0, 1]
 * @param mean its most likely value
 * @param high upper end of its interval
 * @param because the reasons
 * @param remarks notes for the reader
 * @param about what the table shows
 * @param columns heads of the table; the first is that of the row's name
 * @param rows texts of the table, as many in each row as columns
 * @param left methods that were not trained, and why
 * @param facts names and values of what the data show
 * @param commands what to do next, a command each
 */
public record VerdictPage(
        String source,
        String target,
        String answer,
        String estimate,
        double low,
        double mean,
        double high,
        List<String> because,
        List<String> remarks,
        String about,
        List<String> columns,
        List<List<String>> rows,
        List<String> left,
        List<List<String>> facts,
        List<String> commands) {
    private static final int WIDTH = 720;
    private static final int MARGIN = 20;

    public VerdictPage {
        because = List.copyOf(because);
        remarks = List.copyOf(remarks);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        left = List.copyOf(left);
        facts = List.copyOf(facts);
        commands = List.copyOf(commands);
    }

    /** Writes the page; the stream stays open. */
    public void write(OutputStream out) throws IOException {
        out.write(html().getBytes(StandardCharsets.UTF_8));
    }

    String html() {
        return ReportPage.filled(
                ReportPage.resource("verdict.html"),
                Map.ofEntries(
                        Map.entry("title", ReportPage.escaped("%s → %s".formatted(source, target))),
                        Map.entry("style", ReportPage.resource("report.css")),
                        Map.entry("source", ReportPage.escaped(source)),
                        Map.entry("target", ReportPage.escaped(target)),
                        Map.entry("answer", ReportPage.escaped(answer)),
                        Map.entry("estimate", ReportPage.escaped(estimate)),
                        Map.entry("range", range()),
                        Map.entry("because", items(because)),
                        Map.entry("remarks", paragraphs(remarks)),
                        Map.entry("about", ReportPage.escaped(about)),
                        Map.entry("head", cells("th scope=\"col\"", "th", columns)),
                        Map.entry("rows", table(rows)),
                        Map.entry("left", left.isEmpty() ? "" : "<ul>\n" + items(left) + "</ul>\n"),
                        Map.entry("facts", definitions()),
                        Map.entry("commands", ReportPage.escaped(String.join("\n", commands)))));
    }

    /** The interval as a bar between 0 and 100 %. */
    private String range() {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg class=\"range\" viewBox=\"0 0 %d 60\" role=\"img\" aria-label=\"from %.0f to %.0f percent\">",
                WIDTH,
                100 * low,
                100 * high));
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"14\" width=\"%d\" height=\"14\" fill=\"var(--panel)\" stroke=\"var(--line)\"/>",
                MARGIN,
                WIDTH - 2 * MARGIN));
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"14\" width=\"%.1f\" height=\"14\" fill=\"var(--accent)\" opacity=\"0.45\"/>",
                at(low),
                at(high) - at(low)));
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"9\" width=\"4\" height=\"24\" fill=\"var(--accent)\"/>",
                at(mean) - 2));
        for (int percent = 0; percent <= 100; percent += 20) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"50\" text-anchor=\"middle\">%d %%</text>",
                    at(percent / 100.0),
                    percent));
        }
        return svg.append("</svg>").toString();
    }

    private static double at(double share) {
        return MARGIN + share * (WIDTH - 2 * MARGIN);
    }

    private static String items(List<String> texts) {
        StringBuilder html = new StringBuilder();
        texts.forEach(
                text -> html.append("    <li>").append(ReportPage.escaped(text)).append("</li>\n"));
        return html.toString();
    }

    private static String paragraphs(List<String> texts) {
        StringBuilder html = new StringBuilder();
        texts.forEach(text -> html.append("    <p class=\"note\">")
                .append(ReportPage.escaped(text))
                .append("</p>\n"));
        return html.toString();
    }

    static String table(List<List<String>> rows) {
        StringBuilder html = new StringBuilder();
        for (List<String> row : rows) {
            html.append("    <tr>")
                    .append(cells("th scope=\"row\"", "th", row.subList(0, 1)))
                    .append(cells("td", "td", row.subList(1, row.size())))
                    .append("</tr>\n");
        }
        return html.toString();
    }

    static String cells(String begin, String end, List<String> texts) {
        StringBuilder html = new StringBuilder();
        texts.forEach(text -> html.append("<%s>".formatted(begin))
                .append(ReportPage.escaped(text))
                .append("</%s>".formatted(end)));
        return html.toString();
    }

    private String definitions() {
        StringBuilder html = new StringBuilder();
        facts.forEach(fact -> html.append("    <dt>")
                .append(ReportPage.escaped(fact.get(0)))
                .append("</dt><dd>")
                .append(ReportPage.escaped(fact.get(1)))
                .append("</dd>\n"));
        return html.toString();
    }
}
