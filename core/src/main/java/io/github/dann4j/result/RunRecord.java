package io.github.dann4j.result;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import io.github.dann4j.evaluate.ClassShareEstimate;
import io.github.dann4j.evaluate.TargetSignals;
import io.github.dann4j.recipe.EarlierForm;
import io.github.dann4j.train.Term;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one training of one method with one seed gave, after its last step.
 *
 * @param method label of the method
 * @param targetAccuracy share of the target test set classified correctly, in [0, 1]; null where the target has no labels
 * @param sourceAccuracy the same on the source test set
 * @param domainAccuracy share of both test sets whose domain the domain classifier names correctly, each domain weighing one
 *     half; null for a method without one
 * @param signals what the predictions on the target's training images tell without labels
 * @param shares the last estimate of the target's class shares; null for a method or recipe that does not ask
 * @param seconds of training and of what the method measures at its end, without the evaluations
 * @param imagesPerSecond images through the network per second of training
 * @param targetConfusion {@code [true class][predicted class]}, counts on the target test set; empty where the target has no labels
 * @param curve along the training; empty for AdaBN, which shares source-only's
 * @param exchange of the updates, where several workers made them; null for one alone
 * @param setbacks each time that the training diverged and went on from an earlier state; none as a rule
 */
public record RunRecord(
        String method,
        long seed,
        @Nullable Double targetAccuracy,
        double sourceAccuracy,
        @Nullable Double domainAccuracy,
        TargetSignals signals,
        @Nullable ClassShareEstimate shares,
        double seconds,
        double imagesPerSecond,
        int[][] targetConfusion,
        List<CurvePoint> curve,
        @Nullable ExchangeRecord exchange,
        List<Setback> setbacks) {
    public RunRecord {
        curve = List.copyOf(curve);
        setbacks = List.copyOf(setbacks);
    }

    /** Of a training by one worker that never went back. */
    public RunRecord(
            String method,
            long seed,
            @Nullable Double targetAccuracy,
            double sourceAccuracy,
            @Nullable Double domainAccuracy,
            TargetSignals signals,
            @Nullable ClassShareEstimate shares,
            double seconds,
            double imagesPerSecond,
            int[][] targetConfusion,
            List<CurvePoint> curve) {
        this(
                method,
                seed,
                targetAccuracy,
                sourceAccuracy,
                domainAccuracy,
                signals,
                shares,
                seconds,
                imagesPerSecond,
                targetConfusion,
                curve,
                null,
                List.of());
    }

    /**
     * A point of the learning curves. Accuracies are of a sample of each test set, for looking at; nothing is chosen by them.
     *
     * @param step updates done
     * @param terms by name, what the method tells: means since the last point, and of a factor its last value; only those that the last
     *     update told
     * @param learningRate μ of the last step
     * @param targetAccuracy null where the target has no labels
     */
    @EarlierForm(EarlierCurvePoint.class)
    public record CurvePoint(
            int step,
            @JsonAnyGetter Map<String, Double> terms,
            double learningRate,
            double sourceAccuracy,
            @Nullable Double targetAccuracy) {
        public CurvePoint {
            terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
        }

        /** A term's figure; null where there is none. */
        public @Nullable Double term(Term term) {
            return terms.get(term.name());
        }
    }
}
