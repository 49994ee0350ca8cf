package io.github.dann4j.app.cli.model;

import io.github.dann4j.app.cli.console.ShownText;
import io.github.dann4j.choose.study.ChoiceStudy;
import io.github.dann4j.choose.study.MethodWorth;
import io.github.dann4j.choose.study.SuggestedRule;
import io.github.dann4j.choose.study.ValidatorWorth;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Prints what choices without labels were worth. */
final class StudyWriter {
    /** Accuracy, as a share, that a choice may lose against source only without being called worse. */
    private static final double WORSE = 0.01;

    private static final String LOWEST = "above source only, lowest";

    private final ChoiceStudy study;
    private final int pairWidth;

    StudyWriter(ChoiceStudy study) {
        this.study = study;
        this.pairWidth = 2
                + Stream.concat(Stream.of(LOWEST), study.choices().stream().map(ChoiceStudy.Choice::pair))
                        .mapToInt(text -> ShownText.of(text).length())
                        .max()
                        .orElseThrow();
    }

    void text(PrintWriter out) {
        choices(out);
        summary(out);
        methods(out);
        validators(out);
        suggested(out);
    }

    private void choices(PrintWriter out) {
        TextTable table = new TextTable()
                .left("pair", pairWidth)
                .right("seed", 6)
                .right("source only", 13)
                .right("best", 8)
                .left("  method", 16)
                .right("chosen", 8)
                .left("  method", 22)
                .right("loss", 6)
                .right("estimated", 23);
        for (ChoiceStudy.Choice one : study.choices()) {
            table.row(List.of(
                    ShownText.of(one.pair()),
                    String.valueOf(one.seed()),
                    percent(one.sourceOnly()),
                    percent(one.bestAccuracy()),
                    "  " + one.best(),
                    percent(one.accuracy()),
                    "  " + one.chosen() + (one.advisesAdaptation() ? "" : ", refused"),
                    percent(one.loss()),
                    one.estimate().text() + (one.isCovered() ? " " : "!")));
        }
        table.print(out);
    }

    private void summary(PrintWriter out) {
        List<ChoiceStudy.Choice> adapted = study.choices().stream()
                .filter(ChoiceStudy.Choice::advisesAdaptation)
                .toList();
        out.printf(
                Locale.ROOT,
                "%nAccuracies in %% of the test examples; ! marks an interval without the measured accuracy.%n"
                        + "%d adaptations: mean loss %s points; %d below source only by more than 1 point; estimates are off by %s points on average, and %.0f %% of the intervals have the accuracy in them.%n",
                study.choices().size(),
                percent(study.meanLoss()),
                study.choices().stream()
                        .filter(one -> one.accuracy() < one.sourceOnly() - WORSE)
                        .count(),
                percent(study.meanError()),
                100 * study.coverage());
        if (!adapted.isEmpty() && adapted.size() < study.choices().size()) {
            ChoiceStudy those = new ChoiceStudy(adapted, List.of(), List.of(), List.of());
            out.printf(
                    Locale.ROOT,
                    "The %d that advise adaptation: mean loss %s points, estimates off by %s points, %.0f %% of the intervals.%n",
                    adapted.size(),
                    percent(those.meanLoss()),
                    percent(those.meanError()),
                    100 * those.coverage());
        }
    }

    private void methods(PrintWriter out) {
        out.printf("%nEach method, mean accuracy of the seeds in %%; * marks the best of a pair:%n");
        TextTable table = new TextTable().left("pair", pairWidth);
        study.methods()
                .forEach(
                        one -> table.right(one.name() + " ", Math.max(one.name().length() + 3, 8)));
        study.choices().stream().map(ChoiceStudy.Choice::pair).distinct().forEach(pair -> {
            List<String> cells = new ArrayList<>(List.of(ShownText.of(pair)));
            double best = study.methods().stream()
                    .mapToDouble(one -> accuracy(one, pair))
                    .max()
                    .orElseThrow();
            study.methods().stream()
                    .mapToDouble(one -> accuracy(one, pair))
                    .mapToObj(value -> value < 0 ? "- " : percent(value) + (value == best ? "*" : " "))
                    .forEach(cells::add);
            table.row(cells);
        });
        List<String> gains = new ArrayList<>(List.of("above source only, mean"));
        List<String> lowest = new ArrayList<>(List.of(LOWEST));
        study.methods().forEach(one -> {
            gains.add(percent(one.gain()) + " ");
            lowest.add(percent(one.lowestGain()) + " ");
        });
        table.row(gains);
        table.row(lowest);
        table.print(out);
    }

    /** Returns the accuracy of a method on a pair, or -1 if it was not trained there. */
    private static double accuracy(MethodWorth method, String pair) {
        return method.accuracies().getOrDefault(pair, -1.0);
    }

    private void validators(PrintWriter out) {
        out.printf("%nEach validator alone, among the candidates that passed the guards:%n");
        TextTable table = new TextTable()
                .left("validator", 16)
                .right("rank correlation", 16)
                .right("lowest", 9)
                .left("  at", pairWidth + 2)
                .right("regret %", 9)
                .right("largest", 9)
                .left("  at", pairWidth + 2);
        for (ValidatorWorth one : study.validators().stream()
                .sorted(Comparator.comparingDouble(ValidatorWorth::regret))
                .toList()) {
            table.row(Stream.of(
                            one.name(),
                            number(one.correlation()),
                            number(one.lowestCorrelation()),
                            "  " + (one.lowestAt() == null ? "-" : ShownText.of(one.lowestAt())),
                            percent(one.regret()),
                            percent(one.largestRegret()),
                            "  " + ShownText.of(one.largestAt()))
                    .toList());
        }
        table.print(out);
    }

    private void suggested(PrintWriter out) {
        if (study.suggested().isEmpty()) {
            return;
        }
        out.printf("%nThe rule of at most four validators that the other pairs suggest, on each pair:%n");
        TextTable table = new TextTable()
                .left("pair", pairWidth)
                .right("loss on others", 16)
                .right("on this pair", 14)
                .left("  validators", 40);
        for (SuggestedRule one : study.suggested()) {
            table.row(List.of(
                    ShownText.of(one.pair()),
                    percent(one.lossOnOthers()),
                    percent(one.loss()),
                    "  " + String.join(", ", one.validators())));
        }
        table.print(out);
        out.printf(
                Locale.ROOT,
                "Mean loss on pairs that took no part in the choice of their rule: %s points.%n",
                percent(study.suggested().stream()
                        .mapToDouble(SuggestedRule::loss)
                        .average()
                        .orElseThrow()));
    }

    private static String number(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
