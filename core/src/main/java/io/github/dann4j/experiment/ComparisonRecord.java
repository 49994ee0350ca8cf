package io.github.dann4j.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dann4j.adapt.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results of a comparison, as {@code results.json} holds them.
 *
 * @param source name of the source domain
 * @param target name of the target domain
 * @param preset name of the preset
 * @param selection which weights are tested: {@code last}, those of the last step
 * @param rows one a method
 * @param recipe how everything was trained
 * @param data what it was trained and tested on
 * @param environment what it ran on
 * @param peakRssMiB most physical memory that the process held until the end of the last training, in MiB; null where the system
 *     does not tell
 * @param runs every single training
 */
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
     * @param targetAccuracy null where the target has no labels
     * @param domainAccuracy null for a method without a domain classifier
     * @param gapCovered share of the way from source-only's to train-on-target's mean target accuracy; null where the
     *     comparison has not both, or they do not differ
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
    }

    /** Version of the form in which it is written. */
    @JsonProperty("format")
    int format() {
        return EarlierForms.FORMAT;
    }

    /** The row of a method, or null if it was not compared. */
    public @Nullable Row row(MethodType<?> method) {
        return rows.stream()
                .filter(row -> row.method().equals(method.name()))
                .findFirst()
                .orElse(null);
    }
}
