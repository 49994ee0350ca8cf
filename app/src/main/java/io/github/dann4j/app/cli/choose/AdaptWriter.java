package io.github.dann4j.app.cli.choose;

import io.github.dann4j.app.cli.console.ShownText;
import io.github.dann4j.choose.AdaptFolder;
import io.github.dann4j.choose.Candidate;
import io.github.dann4j.choose.DataLook;
import io.github.dann4j.choose.Measured;
import io.github.dann4j.choose.Verdict;
import io.github.dann4j.recipe.RunJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints a verdict. */
final class AdaptWriter {
    private static final List<String> COLUMNS =
            List.of("source-acc", Candidate.CLASSES, Candidate.ENSEMBLE, "class-ami", "nearest-source", "atc", "doc");

    private final Verdict verdict;
    private final AdaptFolder folder;

    AdaptWriter(Verdict verdict, AdaptFolder folder) {
        this.verdict = verdict;
        this.folder = folder;
    }

    void json(PrintWriter out) {
        out.print(RunJson.write(verdict));
    }

    /** @param tested accuracy of each candidate on the target's test examples; empty if they were not tested */
    void text(PrintWriter out, Map<String, Double> tested) {
        DataLook data = verdict.data();
        out.printf(
                Locale.ROOT,
                "%s -> %s: %,d labelled and %,d unlabelled %s, %d classes; %,d and %,d of them held out to choose by%n%n",
                ShownText.of(verdict.request().source()),
                ShownText.of(verdict.request().target()),
                data.sourceExamples(),
                data.targetExamples(),
                data.things(),
                data.classes(),
                verdict.heldOutSource(),
                verdict.heldOutTarget());
        table(out, tested);
        out.printf(
                "%nverdict: %s; use %s, estimated target accuracy %s%n",
                verdict.verdict(), verdict.chosen(), verdict.estimatedAccuracy().text());
        Measured measured = verdict.measuredAccuracy();
        if (measured != null) {
            out.printf("measured on labels given by hand: %s%n", measured.text());
        }
        verdict.because().forEach(reason -> out.printf("  - %s%n", ShownText.of(reason)));
        verdict.remarks().forEach(remark -> out.printf("note: %s%n", ShownText.of(remark)));
        out.printf("%nWritten: %s, %s, %s%n", folder.model(), folder.verdict(), folder.report());
    }

    private void table(PrintWriter out, Map<String, Double> tested) {
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-14s %6s", "candidate", "place"));
        COLUMNS.forEach(name -> head.append(String.format(Locale.ROOT, "  %14s", name)));
        head.append(tested.isEmpty() ? "" : "    test acc. %");
        out.println(head.append("  ").toString().stripTrailing());
        for (Candidate candidate : verdict.candidates()) {
            StringBuilder line = new StringBuilder(String.format(
                    Locale.ROOT, "%-14s %6s", candidate.method(), figure(candidate, Candidate.PLACE, "%.1f")));
            COLUMNS.forEach(name -> line.append(String.format(Locale.ROOT, "  %14s", figure(candidate, name, "%.3f"))));
            Double accuracy = tested.get(candidate.method());
            if (accuracy != null) {
                line.append(String.format(Locale.ROOT, "  %13.2f", 100 * accuracy));
            }
            line.append(candidate.refused() != null ? "  refused" : "");
            line.append(candidate.method().equals(verdict.chosen()) ? "  chosen" : "");
            out.println(line);
        }
    }

    private static String figure(Candidate candidate, String name, String format) {
        Double value = candidate.figures().get(name);
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }
}
