package io.github.dann4j.app.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.app.cli.console.ShownText;
import io.github.dann4j.predict.ModelCard;
import io.github.dann4j.validate.Outputs;
import io.github.dann4j.validate.Validator;
import io.github.dann4j.validate.Validators;
import io.github.dann4j.validate.pool.Choice;
import io.github.dann4j.validate.pool.PoolValidator;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the values of all validators for several models, and what each validator chooses. */
final class RankWriter {
    private final ModelCard pair;
    private final String things;
    private final List<Entry> models;
    private final List<Figure> figures = new ArrayList<>();
    private final List<Choice> choices = new ArrayList<>();
    private final boolean areAccuraciesKnown;

    /**
     * A model.
     *
     * @param name as the user gave it
     * @param values of all validators, in their order
     * @param outputs for validators of several models, which need no features
     * @param accuracy on the target's test examples; null if they have no labels
     */
    record Entry(
            String name,
            String method,
            long seed,
            List<Double> values,
            Outputs outputs,
            @Nullable Double accuracy) {
        /** Computes the values, so that the features of only one model are in memory. */
        static Entry of(String name, String method, long seed, Outputs outputs, @Nullable Double accuracy) {
            List<Double> values = Validators.all().stream()
                    .map(validator -> validator.value(outputs))
                    .toList();
            return new Entry(name, method, seed, values, outputs.withoutFeatures(), accuracy);
        }
    }

    /** What is said of a validator beside its choice. */
    private record Figure(String title, String citation, boolean largerIsBetter) {}

    /**
     * Computes the values. Validators of several models are left out where there are too few.
     *
     * @param pair a card of any of the models
     * @param things what the examples are called, in the plural
     * @param models at least one
     */
    RankWriter(ModelCard pair, String things, List<Entry> models) {
        this.pair = pair;
        this.things = things;
        this.models = List.copyOf(models);
        this.areAccuraciesKnown = models.stream().allMatch(model -> model.accuracy() != null);
        double[] accuracies = areAccuraciesKnown
                ? models.stream()
                        .mapToDouble(model -> Objects.requireNonNull(model.accuracy()))
                        .toArray()
                : null;
        List<Outputs> outputs = models.stream().map(Entry::outputs).toList();
        for (int v = 0; v < Validators.all().size(); v++) {
            Validator validator = Validators.all().get(v);
            int place = v;
            double[] values = models.stream()
                    .mapToDouble(model -> model.values().get(place))
                    .toArray();
            figures.add(new Figure(validator.title(), validator.citation(), validator.largerIsBetter()));
            choices.add(Choice.of(validator.name(), validator.largerIsBetter(), values, accuracies));
        }
        if (models.size() >= Choice.FEWEST) {
            for (PoolValidator validator : PoolValidator.all()) {
                figures.add(new Figure(validator.title(), validator.citation(), true));
                choices.add(Choice.of(validator, outputs, accuracies));
            }
        }
    }

    private int sourceCount() {
        return models.get(0).outputs().sourceLabels().length;
    }

    private int targetCount() {
        return models.get(0).outputs().targetLogits().length;
    }

    void json(PrintWriter out) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("source", pair.source());
        result.put("target", pair.target());
        result.put("sourceImages", sourceCount());
        result.put("targetImages", targetCount());
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            Map<String, Double> values = new LinkedHashMap<>();
            for (Choice choice : choices) {
                values.put(choice.validator(), choice.values().get(i));
            }
            Entry model = models.get(i);
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("model", model.name());
            one.put("method", model.method());
            one.put("seed", model.seed());
            one.put("targetAccuracy", model.accuracy());
            one.put("values", values);
            all.add(one);
        }
        result.put("models", all);
        List<Map<String, @Nullable Object>> validators = new ArrayList<>();
        for (int v = 0; v < choices.size(); v++) {
            Choice choice = choices.get(v);
            Figure figure = figures.get(v);
            Map<String, @Nullable Object> one = new LinkedHashMap<>();
            one.put("name", choice.validator());
            one.put("title", figure.title());
            one.put("citation", figure.citation());
            one.put("largerIsBetter", figure.largerIsBetter());
            one.put("chosen", models.get(choice.best()).name());
            one.put("rankCorrelation", choice.correlation());
            one.put("regret", choice.regret());
            validators.add(one);
        }
        result.put("validators", validators);
        try {
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values can be written", e);
        }
    }

    void text(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s -> %s: %,d source and %,d target training %s%s%n%n",
                ShownText.of(pair.source()),
                ShownText.of(pair.target()),
                sourceCount(),
                targetCount(),
                things,
                models.size() > 1 ? "; * marks the best of a column" : "");
        values(out);
        out.println();
        choices(out);
        if (!areAccuraciesKnown) {
            out.printf(
                    "%n%s has no test labels, so what each choice is worth is unknown.%n", ShownText.of(pair.target()));
        } else if (models.size() < Choice.FEWEST) {
            out.printf(
                    Locale.ROOT,
                    "%nA rank correlation needs three models; here %s.%n",
                    models.size() == 1 ? "is 1" : "are " + models.size());
        }
    }

    private void values(PrintWriter out) {
        TextTable table = new TextTable()
                .left("model", width("model", models.stream().map(Entry::name).toList()) + 2)
                .left(
                        "method",
                        width("method", models.stream().map(Entry::method).toList()));
        if (areAccuraciesKnown) {
            table.right("test acc. %", 13);
        }
        choices.forEach(choice -> table.right(choice.validator() + " ", columnWidth(choice)));
        for (int i = 0; i < models.size(); i++) {
            Entry model = models.get(i);
            List<String> cells = new ArrayList<>(List.of(ShownText.of(model.name()), ShownText.of(model.method())));
            if (areAccuraciesKnown) {
                cells.add(percent(Objects.requireNonNull(model.accuracy())));
            }
            for (Choice choice : choices) {
                String value =
                        String.format(Locale.ROOT, "%.4f", choice.values().get(i));
                cells.add(value + (isMarked(choice, i) ? "*" : " "));
            }
            table.row(cells);
        }
        table.print(out);
    }

    /** Whether a model has the value of the chosen one; several can. A single model was not chosen among others. */
    private boolean isMarked(Choice choice, int model) {
        return models.size() > 1
                && choice.values().get(model).equals(choice.values().get(choice.best()));
    }

    private void choices(PrintWriter out) {
        TextTable table = new TextTable()
                .left("validator", 16)
                .left("better", 9)
                .left(
                        "chosen model",
                        width("chosen model", models.stream().map(Entry::name).toList()));
        if (areAccuraciesKnown) {
            table.right("rank correlation", 18).right("regret %", 10);
        }
        for (int v = 0; v < choices.size(); v++) {
            Choice choice = choices.get(v);
            List<String> cells = new ArrayList<>(List.of(
                    choice.validator(),
                    figures.get(v).largerIsBetter() ? "larger" : "smaller",
                    ShownText.of(models.get(choice.best()).name())));
            if (areAccuraciesKnown) {
                Double correlation = choice.correlation();
                cells.add(correlation == null ? "-" : String.format(Locale.ROOT, "%.2f", correlation));
                cells.add(percent(Objects.requireNonNull(choice.regret())));
            }
            table.row(cells);
        }
        table.print(out);
    }

    private static int columnWidth(Choice choice) {
        return Math.max(choice.validator().length() + 3, 11);
    }

    private static int width(String head, List<String> texts) {
        return Math.max(
                head.length(),
                texts.stream()
                        .mapToInt(text -> ShownText.of(text).length())
                        .max()
                        .orElse(0));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }
}
