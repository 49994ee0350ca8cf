package io.github.dann4j.run;

import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.report.SweepPage;
import io.github.dann4j.report.SweepPage.Axis;
import io.github.dann4j.sweep.SweepFolder;
import io.github.dann4j.sweep.SweepRequest;
import io.github.dann4j.sweep.SweepResult;
import io.github.dann4j.sweep.Trial;
import io.github.dann4j.validate.Validator;
import io.github.dann4j.validate.Validators;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page about a sweep. */
public final class SweepReport {
    private SweepReport() {}

    /** Writes {@code report.html} into the folder of a sweep, whole or not at all. */
    public static void write(SweepResult result, SweepFolder folder) {
        AtomicFile.write(folder.report(), page(result)::write);
    }

    private static SweepPage page(SweepResult result) {
        SweepRequest request = result.request();
        List<Axis> axes = new ArrayList<>();
        request.values().forEach((key, values) -> axes.add(new Axis(key, values)));
        axes.add(new Axis(request.by(), List.of()));
        List<List<String>> lines = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (Trial trial : result.trials()) {
            if (trial.failure() == null) {
                List<String> line = new ArrayList<>(trial.values().values());
                line.add(Double.toString(trial.figures().getOrDefault(request.by(), 0.0)));
                lines.add(line);
            }
            rows.add(row(trial, result));
        }
        List<String> columns = new ArrayList<>(List.of("Trial", "steps"));
        columns.addAll(request.values().keySet());
        Validators.all().forEach(validator -> columns.add(validator.name()));
        columns.add("");
        Trial chosen = result.chosenTrial();
        return new SweepPage(
                request.source(),
                request.target(),
                chosen == null
                        ? "No training has a result."
                        : String.format(
                                Locale.ROOT,
                                "%s chooses trial %d of %s: %s.",
                                request.by(),
                                chosen.number(),
                                request.method(),
                                chosen.values()),
                String.format(
                        Locale.ROOT,
                        "%d trainings; a line for each, blue for the largest values of %s. All figures are of %,d labelled and %,d unlabelled examples that no training has seen; docs/VALIDATORS.md explains them.",
                        result.trials().size(),
                        request.by(),
                        result.heldOutSource(),
                        result.heldOutTarget()),
                axes,
                lines,
                columns,
                rows);
    }

    private static List<String> row(Trial trial, SweepResult result) {
        List<String> row = new ArrayList<>(List.of(Integer.toString(trial.number()), Integer.toString(trial.steps())));
        row.addAll(trial.values().values());
        for (Validator validator : Validators.all()) {
            Double value = trial.figures().get(validator.name());
            row.add(value == null ? "–" : String.format(Locale.ROOT, "%.3f", value));
        }
        row.add(trial.equals(result.chosenTrial()) ? "chosen" : trial.failure() == null ? "" : "failed");
        return row;
    }
}
