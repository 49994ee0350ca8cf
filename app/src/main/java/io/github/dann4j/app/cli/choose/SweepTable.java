package io.github.dann4j.app.cli.choose;

import io.github.dann4j.app.cli.console.ShownText;
import io.github.dann4j.sweep.SweepFolder;
import io.github.dann4j.sweep.SweepRequest;
import io.github.dann4j.sweep.SweepResult;
import io.github.dann4j.sweep.Trial;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints the trials of a sweep. */
final class SweepTable {
    private static final List<String> COLUMNS =
            List.of("source-acc", "diversity", "bnm", "snd", "v-measure", "class-ami", "nearest-source", "atc");

    private SweepTable() {}

    static void print(SweepResult result, SweepFolder folder, PrintWriter out) {
        SweepRequest request = result.request();
        LinkedHashSet<String> columns = new LinkedHashSet<>(COLUMNS);
        columns.add(request.by());
        out.printf(
                Locale.ROOT,
                "%s -> %s, %s: %d trials; figures of %,d and %,d held-out examples%n%n",
                ShownText.of(request.source()),
                ShownText.of(request.target()),
                request.method(),
                result.trials().size(),
                result.heldOutSource(),
                result.heldOutTarget());
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%5s %7s", "trial", "steps"));
        for (Map.Entry<String, List<String>> key : request.values().entrySet()) {
            head.append(String.format(Locale.ROOT, "  %" + width(key) + "s", key.getKey()));
        }
        columns.forEach(name -> head.append(String.format(Locale.ROOT, "  %14s", name)));
        out.println(head);
        for (Trial trial : result.trials()) {
            StringBuilder line =
                    new StringBuilder(String.format(Locale.ROOT, "%5d %7d", trial.number(), trial.steps()));
            for (Map.Entry<String, List<String>> key : request.values().entrySet()) {
                line.append(String.format(
                        Locale.ROOT, "  %" + width(key) + "s", trial.values().get(key.getKey())));
            }
            for (String name : columns) {
                Double value = trial.figures().get(name);
                line.append(String.format(
                        Locale.ROOT, "  %14s", value == null ? "-" : String.format(Locale.ROOT, "%.4f", value)));
            }
            line.append(trial.failure() != null ? "  failed" : trial.equals(result.chosenTrial()) ? "  chosen" : "");
            out.println(line);
        }
        if (result.left() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%n%d combinations were not tried: the budget of %d s is used up%n",
                    result.left(),
                    request.budgetSeconds());
        }
        Trial chosen = result.chosenTrial();
        if (chosen == null) {
            out.printf("%nno training has a result%n");
        } else {
            out.printf(
                    Locale.ROOT,
                    "%n%s chooses trial %d: %s%n",
                    request.by(),
                    chosen.number(),
                    ShownText.of(chosen.values().toString()));
            out.printf("%nWritten: %s, %s, %s%n", folder.model(), folder.result(), folder.report());
        }
    }

    private static int width(Map.Entry<String, List<String>> key) {
        return Math.max(
                key.getKey().length(),
                key.getValue().stream().mapToInt(String::length).max().orElse(0));
    }
}
