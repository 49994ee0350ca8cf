package io.github.dann4j.result;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dann4j.api.PublicApi;
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
 * The results of one training of one method with one seed, after its last step.
 *
 * @param method label of the method
 * @param targetAccuracy share of the target test set classified correctly, in [0, 1]; null if the target has no labels
 * @param sourceAccuracy the same on the source test set
 * @param domainAccuracy share of both test sets whose domain the domain classifier recognises, with equal weight of
 *     the two domains; null for a method without one
 * @param signals what the predictions on the target's training images show without labels
 * @param shares the last estimate of the target's class shares; null for a method or recipe without one
 * @param seconds of training and of what the method measures at its end, without the evaluations
 * @param imagesPerSecond images through the network per second of training
 * @param targetConfusion {@code [true class][predicted class]}, counts on the target test set; empty if the target
 *     has no labels
 * @param curve along the training; empty for AdaBN, which shares source-only's
 * @param exchange of the steps, if several workers made them; null for a single worker
 * @param rollbacks each time that the training diverged and continued from an earlier state; usually none
 * @param validators by name: figures of training examples of both domains that need no label of the target, by which
 *     trainings are compared; empty for a method that learns from all labels of the target, if an output of the network
 *     is not finite, and in results of earlier versions
 */
@PublicApi
@EarlierForm(EarlierRun.class)
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
        @JsonProperty("setbacks") List<Rollback> rollbacks,
        Map<String, Double> validators) {
    public RunRecord {
        curve = List.copyOf(curve);
        rollbacks = List.copyOf(rollbacks);
        validators = Collections.unmodifiableMap(new LinkedHashMap<>(validators));
    }

    /** Creates the record of a training by one worker without rollbacks and validators. */
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
                List.of(),
                Map.of());
    }

    /**
     * A point of the learning curves. The accuracies are of a sample of each test set and for display only; no result
     * is selected by them.
     *
     * @param step steps done
     * @param terms by name, the terms that the method reported in the last step: means since the last point, and
     *     for a factor its last value
     * @param learningRate μ of the last step
     * @param targetAccuracy null if the target has no labels
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

        /** Returns the value of a term; null if there is none. */
        public @Nullable Double term(Term term) {
            return terms.get(term.name());
        }
    }
}
