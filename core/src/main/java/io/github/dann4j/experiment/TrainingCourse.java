package io.github.dann4j.experiment;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.data.Augmentation;
import io.github.dann4j.data.BatchPairSampler;
import io.github.dann4j.data.LabeledImages;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.evaluate.ClassShareEstimate;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.model.DannNetwork;
import io.github.dann4j.train.Phase;
import io.github.dann4j.train.TrainingLoop;
import org.jspecify.annotations.Nullable;

/**
 * One training from its first update to its last: for DANN, where the recipe says so, a warm-up on the source alone and an
 * estimate of the target's class shares; then the method itself.
 */
final class TrainingCourse {
    private final DomainPair pair;
    private final Recipe recipe;
    private final Precision precision;
    private final LabeledImages source;
    private final long seed;
    private final ExperimentListener listener;
    private final Evaluator evaluator;
    private final LearningCurve curve;
    private BatchPairSampler batches;
    private @Nullable ClassShareEstimate shares;
    private long images;
    private double seconds;

    TrainingCourse(
            DomainPair pair,
            Recipe recipe,
            Precision precision,
            LabeledImages source,
            long seed,
            ExperimentListener listener,
            Evaluator evaluator) {
        this.pair = pair;
        this.recipe = recipe;
        this.precision = precision;
        this.source = source;
        this.seed = seed;
        this.listener = listener;
        this.evaluator = evaluator;
        this.curve = new LearningCurve(pair, recipe, evaluator);
        this.batches = new BatchPairSampler(
                source, pair.targetTrain(), recipe.batchSize(), augmentation(), Seeds.derive(seed, "batches"));
    }

    /** Trains {@code network}, by which {@code adaptation} was made. */
    void run(MethodName method, AdaptationMethod adaptation, DannNetwork network) {
        int warmUp = method.hasDomainClassifier() ? recipe.warmUpSteps() : 0;
        if (warmUp > 0) {
            try (SourceOnly sourceOnly = new SourceOnly(network, recipe.training(precision))) {
                run(sourceOnly, new Phase(0, warmUp), recipe.batchSize());
                if (recipe.dann().resample()) {
                    sourceOnly.finish(source, pair.targetTrain(), Seeds.derive(seed, "warm-up"));
                    resample(network);
                }
            }
        }
        run(adaptation, new Phase(warmUp, recipe.steps()), recipe.batchSize() * (method.hasDomainClassifier() ? 2 : 1));
    }

    private void run(AdaptationMethod method, Phase phase, int imagesPerStep) {
        long start = System.nanoTime();
        double aside = curve.seconds();
        TrainingLoop.run(method, batches, phase, recipe.steps(), Seeds.derive(seed, "dropout"), (context, losses) -> {
            images += imagesPerStep;
            listener.updated(context, losses, images);
            curve.updated(context, losses, method.targetStatistics());
        });
        seconds += (System.nanoTime() - start) / 1e9 - (curve.seconds() - aside);
    }

    /** From here on the source is drawn by the class shares that the target seems to have. */
    private void resample(DannNetwork network) {
        AdaBn.measureTarget(network, pair.targetTrain(), precision, Seeds.derive(seed, "warm-up"));
        ClassShareEstimate estimate = evaluator.estimateShares(pair.targetTrain(), source.classShares());
        batches = BatchPairSampler.bySourceShares(
                source,
                estimate.shares(),
                pair.targetTrain(),
                recipe.batchSize(),
                augmentation(),
                Seeds.derive(seed, "resampled batches"));
        shares = estimate;
    }

    private Augmentation augmentation() {
        return recipe.augmentation(
                Math.min(pair.sourceTrain().size(), pair.targetTrain().size()));
    }

    LearningCurve curve() {
        return curve;
    }

    /** The estimate of the target's class shares; null where none was asked for. */
    @Nullable
    ClassShareEstimate shares() {
        return shares;
    }

    /** Images through the network per second of updates. */
    double imagesPerSecond() {
        return images / seconds;
    }
}
