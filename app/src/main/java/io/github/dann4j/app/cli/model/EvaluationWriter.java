package io.github.dann4j.app.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.app.cli.console.ShownText;
import io.github.dann4j.evaluate.ClassPlacement;
import io.github.dann4j.evaluate.ClassPlacement.Place;
import io.github.dann4j.evaluate.Evaluation;
import io.github.dann4j.experiment.TrainingOverlap;
import io.github.dann4j.predict.ModelCard;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the results of a saved model on a dataset.
 *
 * @param set name of the dataset
 * @param split name of the split
 * @param things what its examples are called, in the plural
 * @param statistics the domain whose batch statistics were used
 * @param overlap how many of its examples belong to the training
 * @param placement where its classes lie; null if not asked for
 */
record EvaluationWriter(
        ModelCard card,
        String set,
        String split,
        String things,
        String statistics,
        Evaluation evaluation,
        TrainingOverlap overlap,
        @Nullable ClassPlacement placement) {
    void json(PrintWriter out) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("method", card.method());
        result.put("source", card.source());
        result.put("target", card.target());
        result.put("seed", card.seed());
        result.put("set", set);
        result.put("split", split);
        result.put("statistics", statistics);
        result.put("images", evaluation.count());
        result.put("trainedOn", overlap.trainedOn());
        result.put("ofTraining", overlap.isOfTraining());
        result.put("accuracy", evaluation.accuracy());
        result.put("confusion", evaluation.confusion());
        if (placement != null) {
            List<Map<String, Object>> classes = new ArrayList<>();
            for (int c = 0; c < placement.classes().size(); c++) {
                Map<String, Object> one =
                        new LinkedHashMap<>(Map.of("class", card.classNames().get(c)));
                one.putAll(measures(placement.classes().get(c)));
                classes.add(one);
            }
            result.put("classes", classes);
            result.put("all", measures(placement.all()));
        }
        try {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can be written", e);
        }
    }

    private static Map<String, Object> measures(Place place) {
        Map<String, Object> measures = new LinkedHashMap<>();
        measures.put("silhouette", place.silhouette());
        measures.put("silhouetteAtSource", place.atSource());
        measures.put("sourceNamed", place.sourceNamed());
        measures.put("targetNamed", place.targetNamed());
        return measures;
    }

    void text(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s %s: accuracy %.2f %% of %,d %s (%s trained %s -> %s, seed %d; %s statistics)%n",
                ShownText.of(set),
                split,
                100 * evaluation.accuracy(),
                evaluation.count(),
                things,
                ShownText.of(card.method()),
                ShownText.of(card.source()),
                ShownText.of(card.target()),
                card.seed(),
                statistics);
        if (placement != null) {
            out.println("              accuracy  silhouette  at source  source named  target named");
        }
        double[] classes = evaluation.classAccuracies();
        for (int c = 0; c < classes.length; c++) {
            line(
                    out,
                    card.classNames().get(c),
                    Double.isNaN(classes[c]) ? "no " + things.substring(0, things.length() - 1) : percent(classes[c]),
                    placement == null ? null : placement.classes().get(c));
        }
        if (placement != null) {
            line(out, "all", percent(evaluation.accuracy()), placement.all());
        }
    }

    private static void line(PrintWriter out, String name, String accuracy, @Nullable Place place) {
        String shown = ShownText.of(name);
        if (place == null) {
            out.printf("  %-10s %s%n", shown, accuracy);
        } else {
            out.printf(
                    "  %-10s %9s  %10s  %9s  %12s  %12s%n",
                    shown,
                    accuracy,
                    number(place.silhouette()),
                    number(place.atSource()),
                    named(place.sourceNamed()),
                    named(place.targetNamed()));
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%6.2f %%", 100 * share);
    }

    private static String named(@Nullable Double share) {
        return share == null ? "-" : percent(share);
    }

    private static String number(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}
