package io.github.dann4j.app.cli.train;

import io.github.dann4j.result.Finding;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints the findings of the diagnosis as text below a table. */
final class DiagnosisText {
    private static final int WIDTH = 100;
    private static final String INDENT = "         ";

    private DiagnosisText() {}

    static void print(List<Finding> findings, PrintWriter out) {
        if (findings.isEmpty()) {
            out.printf("%ndiagnosis: nothing found (the rules: docs/DIAGNOSIS.md)%n");
            return;
        }
        out.printf("%ndiagnosis (the rules: docs/DIAGNOSIS.md)%n");
        for (Finding finding : findings) {
            out.printf("%-8s %s [%s]%n", finding.severity().label(), finding.title(), finding.rule());
            wrapped(finding.text()).forEach(line -> out.println(INDENT + line));
            wrapped("-> " + finding.advice()).forEach(line -> out.println(INDENT + line));
        }
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > WIDTH - INDENT.length()) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
