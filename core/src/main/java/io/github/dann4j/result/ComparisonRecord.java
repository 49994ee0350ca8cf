package io.github.dann4j.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.engine.Machine;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.EarlierForm;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.recipe.RecordFormat;
import io.github.dann4j.train.Term;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The results of a comparison, as stored in {@code results.json}.
 *
 * @param source name of the source domain
 * @param target name of the target domain
 * @param preset name of the preset
 * @param selection which weights are tested: {@code last}, those of the last step
 * @param rows one per method
 * @param recipe how everything was trained
 * @param data what the methods were trained and tested on
 * @param environment the machine and versions
 * @param peakRssMiB peak physical memory of the process up to the end of the last training, in MiB; null if the
 *     system does not report it
 * @param runs every single training
 */
@EarlierForm(RecordFormat.class)
public record ComparisonRecord(
        String source,
        String target,
        String preset,
        String selection,
        List<Row> rows,
        Recipe recipe,
        List<DataRecord> data,
        EnvironmentRecord environment,
        @Nullable Long peakRssMiB,
        List<RunRecord> runs) {
    public ComparisonRecord {
        rows = List.copyOf(rows);
        data = List.copyOf(data);
        runs = List.copyOf(runs);
    }

    /**
     * One method over all seeds. Accuracies are fractions in [0, 1].
     *
     * @param targetAccuracy null if the target has no labels
     * @param domainAccuracy null for a method without a domain classifier
     * @param gapCovered share of the distance from source-only's to train-on-target's mean target accuracy; null if
     *     the comparison lacks one of the two, or if they are equal
     * @param secondsPerSeed mean time of a training
     * @param imagesPerSecond mean over the seeds
     */
    public record Row(
            String method,
            List<Long> seeds,
            @Nullable Figure targetAccuracy,
            Figure sourceAccuracy,
            @Nullable Figure domainAccuracy,
            @Nullable Double gapCovered,
            double secondsPerSeed,
            double imagesPerSecond) {
        public Row {
            seeds = List.copyOf(seeds);
        }

        private static Row of(MethodType<?> method, Comparison settings, List<RunRecord> runs) {
            List<RunRecord> own = ofMethod(method, runs);
            @Nullable
            Figure domains = method.tells(Term.DOMAIN_LOSS)
                    ? Figure.of(own.stream().map(Row::domainAccuracy).toList())
                    : null;
            Figure target = targetFigure(own);
            return new Row(
                    method.name(),
                    settings.seeds(),
                    target,
                    Figure.of(own.stream().map(RunRecord::sourceAccuracy).toList()),
                    domains,
                    target == null ? null : gapCovered(target.mean(), settings, runs),
                    own.stream().mapToDouble(RunRecord::seconds).average().orElseThrow(),
                    own.stream()
                            .mapToDouble(RunRecord::imagesPerSecond)
                            .average()
                            .orElseThrow());
        }

        /** Null if the target has no labels. */
        private static @Nullable Figure targetFigure(List<RunRecord> own) {
            List<Double> values = own.stream()
                    .map(RunRecord::targetAccuracy)
                    .filter(Objects::nonNull)
                    .toList();
            return values.isEmpty() ? null : Figure.of(values);
        }

        private static double domainAccuracy(RunRecord run) {
            Double accuracy = run.domainAccuracy();
            return accuracy == null ? Double.NaN : accuracy;
        }

        /** (accuracy − source-only) / (train-on-target − source-only), as in the paper's Table 2. */
        private static @Nullable Double gapCovered(double accuracy, Comparison settings, List<RunRecord> runs) {
            if (!settings.methods().containsAll(List.of(SourceOnly.TYPE, SourceOnly.ON_TARGET))) {
                return null;
            }
            Figure lower = targetFigure(ofMethod(SourceOnly.TYPE, runs));
            Figure upper = targetFigure(ofMethod(SourceOnly.ON_TARGET, runs));
            return lower == null || upper == null || upper.mean() == lower.mean()
                    ? null
                    : (accuracy - lower.mean()) / (upper.mean() - lower.mean());
        }

        private static List<RunRecord> ofMethod(MethodType<?> method, List<RunRecord> runs) {
            return runs.stream()
                    .filter(run -> run.method().equals(method.name()))
                    .toList();
        }
    }

    /** Returns the record of completed runs: every method with every seed. */
    public static ComparisonRecord of(
            Comparison settings, List<DataRecord> data, Precision precision, List<RunRecord> runs) {
        return new ComparisonRecord(
                settings.source(),
                settings.target(),
                settings.preset(),
                "last",
                settings.methods().stream()
                        .map(method -> Row.of(method, settings, runs))
                        .toList(),
                settings.recipe(),
                data,
                EnvironmentRecord.current(precision),
                Machine.peakRssMiB().orElse(null),
                runs);
    }

    /** Version of the stored format. */
    @JsonProperty("format")
    int format() {
        return RecordFormat.CURRENT;
    }

    /** Returns the row of a method; null if it was not compared. */
    public @Nullable Row row(MethodType<?> method) {
        return rows.stream()
                .filter(row -> row.method().equals(method.name()))
                .findFirst()
                .orElse(null);
    }
}
