package io.github.dann4j.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One page about many trainings with different settings: the trainings as lines across parallel axes, one for each
 * setting and the last for what chooses, and a table.
 *
 * @param answer what was chosen, in a sentence
 * @param about what the chart and the table show
 * @param axes the settings, and last the figure that chooses
 * @param lines of each training with a result, its value on each axis
 * @param columns heads of the table; the first is that of the row's name
 * @param rows texts of the table, as many in each row as columns
 */
public record SweepPage(
        String source,
        String target,
        String answer,
        String about,
        List<Axis> axes,
        List<List<String>> lines,
        List<String> columns,
        List<List<String>> rows) {
    /**
     * An axis.
     *
     * @param values the values of a setting in order; empty for numbers
     */
    public record Axis(String name, List<String> values) {
        public Axis {
            values = List.copyOf(values);
        }
    }

    /** What the script of the page reads. */
    private record Chart(List<Axis> axes, List<List<String>> lines) {}

    public SweepPage {
        axes = List.copyOf(axes);
        lines = List.copyOf(lines);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Writes the page; the stream stays open. */
    public void write(OutputStream out) throws IOException {
        out.write(html().getBytes(StandardCharsets.UTF_8));
    }

    String html() {
        String charts = ReportPage.charts();
        String program = ReportPage.script("sweep.js");
        return ReportPage.filled(
                ReportPage.resource("sweep.html"),
                Map.ofEntries(
                        Map.entry("policy", ReportPage.policy(charts, program)),
                        Map.entry("title", ReportPage.escaped("%s → %s".formatted(source, target))),
                        Map.entry("style", ReportPage.resource("report.css")),
                        Map.entry("source", ReportPage.escaped(source)),
                        Map.entry("target", ReportPage.escaped(target)),
                        Map.entry("answer", ReportPage.escaped(answer)),
                        Map.entry("about", ReportPage.escaped(about)),
                        Map.entry("head", VerdictPage.cells("th scope=\"col\"", "th", columns)),
                        Map.entry("rows", VerdictPage.table(rows)),
                        Map.entry("data", ReportPage.json(new Chart(axes, lines))),
                        Map.entry("charts", charts),
                        Map.entry("program", program)));
    }
}
