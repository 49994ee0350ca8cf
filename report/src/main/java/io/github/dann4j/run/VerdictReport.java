package io.github.dann4j.run;

import io.github.dann4j.choose.AdaptFolder;
import io.github.dann4j.choose.Candidate;
import io.github.dann4j.choose.DataLook;
import io.github.dann4j.choose.Verdict;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.report.VerdictPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page about a verdict. */
public final class VerdictReport {
    private static final List<String> COLUMNS = List.of(
            Candidate.PLACE,
            "source-acc",
            Candidate.AGREEMENT,
            Candidate.CLASSES,
            Candidate.ENSEMBLE,
            "class-ami",
            "v-measure",
            "nearest-source",
            "bnm",
            "diversity",
            "entropy",
            "atc",
            "doc");

    private VerdictReport() {}

    /** Writes {@code report.html} into the folder of an adaptation, whole or not at all. */
    public static void write(Verdict verdict, AdaptFolder folder) {
        AtomicFile.write(folder.report(), page(verdict, folder)::write);
    }

    private static VerdictPage page(Verdict verdict, AdaptFolder folder) {
        List<String> columns = new ArrayList<>(List.of("Method", ""));
        columns.addAll(COLUMNS);
        columns.add("seconds");
        return new VerdictPage(
                verdict.request().source(),
                verdict.request().target(),
                verdict.advisesAdaptation()
                        ? "Adapt: use the model of %s.".formatted(verdict.chosen())
                        : "Do not adapt: use source only.",
                measured(verdict)
                        + String.format(
                                Locale.ROOT,
                                "%s. No label of the target was used, so this is an estimate; labels of a hundred examples give a better one.",
                                verdict.estimatedAccuracy().text()),
                verdict.estimatedAccuracy().low(),
                verdict.estimatedAccuracy().mean(),
                verdict.estimatedAccuracy().high(),
                verdict.because(),
                verdict.remarks(),
                String.format(
                        Locale.ROOT,
                        "%d steps each. All figures are of %,d labelled and %,d unlabelled examples that no training has seen. docs/VALIDATORS.md explains them.",
                        verdict.plan().steps(),
                        verdict.heldOutSource(),
                        verdict.heldOutTarget()),
                columns,
                verdict.candidates().stream().map(one -> row(one, verdict)).toList(),
                verdict.plan().left(),
                facts(verdict.data()),
                commands(folder));
    }

    private static String measured(Verdict verdict) {
        return verdict.measuredAccuracy() == null
                ? ""
                : "Measured on labels given by hand after the choice: %s. Estimated without them: "
                        .formatted(verdict.measuredAccuracy().text());
    }

    private static List<String> row(Candidate candidate, Verdict verdict) {
        List<String> row = new ArrayList<>(List.of(candidate.method()));
        row.add(candidate.method().equals(verdict.chosen()) ? "chosen" : candidate.refused() != null ? "refused" : "");
        for (String name : COLUMNS) {
            Double value = candidate.figures().get(name);
            row.add(
                    value == null
                            ? "–"
                            : String.format(Locale.ROOT, name.equals(Candidate.PLACE) ? "%.1f" : "%.3f", value));
        }
        row.add(String.format(Locale.ROOT, "%.0f", candidate.seconds()));
        return row;
    }

    private static List<List<String>> facts(DataLook data) {
        return List.of(
                List.of(
                        "labelled, source",
                        String.format(
                                Locale.ROOT,
                                "%,d %s, %d classes",
                                data.sourceExamples(),
                                data.things(),
                                data.classes())),
                List.of(
                        "examples of a class",
                        String.format(Locale.ROOT, "%,d to %,d", data.smallestClass(), data.largestClass())),
                List.of(
                        "unlabelled, target",
                        String.format(Locale.ROOT, "%,d %s", data.targetExamples(), data.things())),
                List.of("size", "%s and %s".formatted(shape(data.sourceShape()), shape(data.targetShape()))),
                List.of("in both domains", String.format(Locale.ROOT, "%,d %s", data.shared(), data.things())),
                List.of("copies within the target", String.format(Locale.ROOT, "%,d", data.repeated())),
                List.of(
                        "look like others",
                        data.compared() == 0
                                ? "not compared: no images"
                                : String.format(
                                        Locale.ROOT,
                                        "of %,d compared: %,d like images of the source, %,d like others of the target",
                                        data.compared(),
                                        data.alikeInSource(),
                                        data.alikeInTarget())));
    }

    private static String shape(List<Integer> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
    }

    private static List<String> commands(AdaptFolder folder) {
        return List.of(
                "dann4j predict %s IMAGE_OR_FILE".formatted(folder.folder()),
                "dann4j evaluate %s --on LABELLED_DATASET".formatted(folder.folder()),
                "dann4j export %s --format onnx --out model.onnx".formatted(folder.folder()),
                "dann4j serve %s".formatted(folder.folder()));
    }
}
