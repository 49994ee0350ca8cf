package io.github.dann4j.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.recipe.RunJson;
import io.github.dann4j.report.Report.Fact;
import io.github.dann4j.report.Report.Facts;
import io.github.dann4j.report.Report.Highlight;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.DataRecord;
import io.github.dann4j.result.EnvironmentRecord;
import io.github.dann4j.result.ExchangeRecord;
import io.github.dann4j.result.Figure;
import io.github.dann4j.result.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sentences and short texts of a report. */
record ReportText(ComparisonRecord record) {
    private static final String CANNOT_TELL = "50 %: it cannot distinguish the domains";

    /** How pixel values become inputs, as a clause. */
    static String scaling(Scaling scaling) {
        return switch (scaling) {
            case PLUS_MINUS_ONE, AS_IS, BACKBONE -> "as they are";
            case MEAN_SUBTRACTION, DOUBLED_MEAN_SUBTRACTION, MEAN_SD ->
                "as they are (the mean that the network subtracts is added again)";
            case EACH_IMAGE -> "standardised image by image";
            case LIFTED -> "with low contrast stretched image by image";
        };
    }

    /** The word for the classified examples. */
    private String things() {
        return record.recipe().network().input().things();
    }

    String question() {
        return "A classifier learns from labelled %s of the source, %s. How well does it do on the target, %s, whose labels it has not seen?"
                .formatted(things(), record.source(), record.target());
    }

    String answer() {
        ComparisonRecord.@Nullable Row before = record.row(SourceOnly.TYPE);
        ComparisonRecord.@Nullable Row after = adapted();
        ComparisonRecord.Row row = after != null ? after : record.rows().get(0);
        Figure target = row.targetAccuracy();
        if (target == null) {
            return unknown(row);
        }
        String found = "%s classifies %s of the target's test %s correctly"
                .formatted(Methods.of(row.method()).title(), percent(target), things());
        if (before != null && before.targetAccuracy() != null && after != null) {
            double gain = 100 * (target.mean() - before.targetAccuracy().mean());
            found += ", training on the source alone %s: %s"
                    .formatted(
                            percent(before.targetAccuracy()),
                            Math.abs(gain) < 0.005
                                    ? "no difference"
                                    : format("%.2f points %s", Math.abs(gain), gain > 0 ? "more" : "less"));
            Double gap = row.gapCovered();
            if (gap != null) {
                found += gap >= 0
                        ? format(", %.0f %% of the way to training on the target's own labels", 100 * gap)
                        : ", further away from training on the target's own labels";
            }
        }
        return found + " (" + seeds(row.seeds()) + ").";
    }

    /** The row of DANN, or of the first other method that trains on the target; null if there is none. */
    private ComparisonRecord.@Nullable Row adapted() {
        ComparisonRecord.@Nullable Row dann = record.row(Dann.TYPE);
        return dann != null
                ? dann
                : record.rows().stream()
                        .filter(row -> Methods.of(row.method()).needs().usesTarget())
                        .findFirst()
                        .orElse(null);
    }

    private String unknown(ComparisonRecord.Row row) {
        String known = "The accuracy is unknown: %s has no labels. ".formatted(record.target());
        Figure domains = row.domainAccuracy();
        return known
                + (domains == null
                        ? "%s classifies %s of the source's test %s correctly (%s)."
                                .formatted(
                                        Methods.of(row.method()).title(),
                                        percent(row.sourceAccuracy()),
                                        things(),
                                        seeds(row.seeds()))
                        : "%s classifies %s of the source's test %s correctly, and its domain classifier recognises the domain of %s (50 %% if it cannot distinguish them; %s)."
                                .formatted(
                                        Methods.of(row.method()).title(),
                                        percent(row.sourceAccuracy()),
                                        things(),
                                        percent(domains),
                                        seeds(row.seeds())));
    }

    List<Highlight> highlights() {
        List<Highlight> highlights = new ArrayList<>();
        ComparisonRecord.@Nullable Row before = record.row(SourceOnly.TYPE);
        ComparisonRecord.@Nullable Row dann = adapted();
        List<ComparisonRecord.Row> rows = new ArrayList<>();
        if (before != null) {
            rows.add(before);
        }
        if (dann != null) {
            rows.add(dann);
        }
        if (rows.isEmpty()) {
            rows.add(record.rows().get(0));
        }
        for (ComparisonRecord.Row row : rows) {
            Figure target = row.targetAccuracy();
            highlights.add(
                    target != null
                            ? new Highlight(Methods.of(row.method()).title(), percent(target), "target accuracy")
                            : new Highlight(
                                    Methods.of(row.method()).title(),
                                    percent(row.sourceAccuracy()),
                                    "source accuracy"));
        }
        if (before != null && dann != null && before.targetAccuracy() != null && dann.targetAccuracy() != null) {
            highlights.add(new Highlight(
                    "Gain",
                    format(
                            "%+.2f points",
                            100
                                    * (dann.targetAccuracy().mean()
                                            - before.targetAccuracy().mean())),
                    "of target accuracy, %s over source only"
                            .formatted(Methods.of(dann.method()).title())));
        }
        if (dann != null && dann.gapCovered() != null) {
            highlights.add(new Highlight(
                    "Gap covered",
                    format("%.0f %%", 100 * dann.gapCovered()),
                    "of the way to training on target labels"));
        }
        if (dann != null && dann.domainAccuracy() != null) {
            highlights.add(new Highlight("Domain accuracy", percent(dann.domainAccuracy()), CANNOT_TELL));
        }
        return highlights;
    }

    List<Facts> settings() {
        Recipe recipe = record.recipe();
        EnvironmentRecord machine = record.environment();
        List<Fact> training = new ArrayList<>(List.of(
                new Fact("Preset", record.preset()),
                new Fact("Network", recipe.network().name()),
                new Fact(
                        "Steps", format("%,d with %d %s of each domain", recipe.steps(), recipe.batchSize(), things())),
                new Fact("Learning rate", plain(recipe.learningRate())),
                new Fact("Optimizer", plain(recipe.optimizer())),
                new Fact("Seeds", joined(record.rows().get(0).seeds())),
                new Fact(
                        "Tested weights",
                        record.selection().equals("last") ? "those of the last step" : record.selection()),
                new Fact("Tested on", "the whole test set of each domain")));
        if (recipe.network().input() instanceof NetworkInput.Images) {
            training.add(new Fact("Augmentation", plain(recipe.augmentation())));
        }
        if (recipe.targetLabels() > 0) {
            training.add(new Fact("Labels of the target", format("%d of each class", recipe.targetLabels())));
        }
        boolean strong = record.rows().stream()
                .flatMap(row -> Methods.find(row.method()).stream())
                .anyMatch(method -> method.needs().needsImages());
        if (strong) {
            training.add(new Fact("Strong views", plain(recipe.strong())));
        }
        recipe.methods()
                .forEach((method, settings) -> training.add(
                        new Fact(Methods.find(method).map(MethodType::title).orElse(method), plain(settings))));
        List<Fact> data = new ArrayList<>();
        for (DataRecord set : record.data()) {
            data.add(new Fact(
                    "%s, %s".formatted(set.role(), set.split()),
                    format(
                            "%s: %,d %s of %s; SHA-256 %s",
                            set.name(),
                            set.images(),
                            things(),
                            set.shape().stream().map(String::valueOf).collect(Collectors.joining(" × ")),
                            set.sha256())));
            set.notes().forEach(note -> data.add(new Fact("", note)));
        }
        exchanges(training);
        return List.of(
                new Facts("Training", training),
                new Facts("Data", data),
                new Facts(
                        "Machine and versions",
                        List.of(
                                new Fact("dann4j", machine.dann4j()),
                                new Fact("libtorch and presets", machine.libtorch()),
                                new Fact("Java", machine.java()),
                                new Fact("System", machine.system()),
                                new Fact("Processor", machine.processor()),
                                new Fact("Device", machine.device()),
                                new Fact("Compute threads", String.valueOf(machine.threads())),
                                new Fact("Precision", machine.precision()))));
    }

    /** With several workers: adds the time of their exchanges. */
    private void exchanges(List<Fact> facts) {
        for (RunRecord run : record.runs()) {
            ExchangeRecord exchange = run.exchange();
            if (exchange != null && Methods.of(run.method()).base() == null) {
                facts.add(new Fact(
                        String.format(
                                Locale.ROOT,
                                "%d workers, %s, seed %d",
                                exchange.workers(),
                                Methods.of(run.method()).title(),
                                run.seed()),
                        format(
                                "a step exchanges %,.2f MB with %.0f exchanges in %.1f ms, including waiting; the slowest worker computes %.1f ms longer than the fastest",
                                exchange.bytes() / 1e6,
                                exchange.exchanges(),
                                1e3 * exchange.seconds(),
                                1e3 * exchange.skewSeconds())));
            }
        }
    }

    /** Formats a record as "type, name value, name value": its JSON without punctuation. */
    private static String plain(Object value) {
        try {
            return plain(RunJson.tree(RunJson.write(value)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written can be read", e);
        }
    }

    private static String plain(JsonNode node) {
        if (!node.isObject()) {
            return node.isTextual() ? node.asText() : node.toString();
        }
        return node.properties().stream()
                .map(entry -> {
                    String value = plain(entry.getValue());
                    String shown = entry.getValue().isObject() ? "(%s)".formatted(value) : value;
                    return entry.getKey().equals("type") ? shown : entry.getKey() + " " + shown;
                })
                .collect(Collectors.joining(", "));
    }

    private static String percent(Figure figure) {
        return figure.perSeed().size() == 1
                ? format("%.2f %%", 100 * figure.mean())
                : format("%.2f ± %.2f %%", 100 * figure.mean(), 100 * figure.sd());
    }

    private static String seeds(List<Long> seeds) {
        return seeds.size() == 1
                ? "seed " + seeds.get(0)
                : String.format(Locale.ROOT, "mean ± standard deviation over %d seeds", seeds.size());
    }

    private static String joined(List<Long> seeds) {
        return seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
