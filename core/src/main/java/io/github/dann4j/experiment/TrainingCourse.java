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
import io.github.dann4j.train.GradientProbe;
import io.github.dann4j.train.Phase;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.StepLosses;
import io.github.dann4j.train.TrainingException;
import io.github.dann4j.train.TrainingListener;
import io.github.dann4j.train.TrainingLoop;
import org.jspecify.annotations.Nullable;

/**
 * One training from its first update to its last: for DANN, where the recipe says so, a warm-up on the source alone and an
 * estimate of the target's class shares; then the method itself.
 */
final class TrainingCourse {
    /** How often the target's class shares are estimated: at the end of the warm-up, then evenly along the rest. */
    private static final int ESTIMATES = 5;

    private final MethodName method;
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
    private int estimates;
    private long images;
    private double seconds;

    TrainingCourse(
            MethodName method,
            DomainPair pair,
            Recipe recipe,
            Precision precision,
            LabeledImages source,
            long seed,
            ExperimentListener listener,
            Evaluator evaluator) {
        this.method = method;
        this.pair = pair;
        this.recipe = recipe;
        this.precision = precision;
        this.source = source;
        this.seed = seed;
        this.listener = listener;
        this.evaluator = evaluator;
        this.curve = new LearningCurve(method, seed, pair, recipe, evaluator, listener);
        this.batches = new BatchPairSampler(
                source, pair.targetTrain(), recipe.batchSize(), augmentation(), Seeds.derive(seed, "batches"));
    }

    /** Trains {@code network}, by which {@code adaptation} was made. */
    void run(AdaptationMethod adaptation, DannNetwork network) {
        try {
            runPhases(adaptation, network);
        } catch (TrainingException e) {
            throw new TrainingException("%s, seed %d: %s".formatted(method, seed, e.getMessage()), e);
        }
    }

    private void runPhases(AdaptationMethod adaptation, DannNetwork network) {
        if (!method.hasDomainClassifier()) {
            run(adaptation, Phase.whole(recipe.steps()), 0, recipe.steps(), recipe.batchSize());
            return;
        }
        Phase adversarial = new Phase(recipe.warmUpSteps(), recipe.steps());
        if (adversarial.from() > 0) {
            warmUp(network, new Phase(0, adversarial.from()));
        }
        int parts = shares == null ? 1 : ESTIMATES;
        for (int part = 0; part < parts; part++) {
            if (part > 0 && shares != null) {
                drawSourceBy(evaluator.estimateSharesAnew(shares, pair.targetTrain(), source.classShares()));
            }
            run(
                    adaptation,
                    adversarial,
                    adversarial.at(part, parts),
                    adversarial.at(part + 1, parts),
                    2 * recipe.batchSize());
        }
    }

    private void warmUp(DannNetwork network, Phase phase) {
        try (SourceOnly sourceOnly = new SourceOnly(network, recipe.training(precision))) {
            run(sourceOnly, phase, phase.from(), phase.to(), recipe.batchSize());
            if (recipe.dann().resample()) {
                sourceOnly.finish(source, pair.targetTrain(), Seeds.derive(seed, "warm-up"));
                AdaBn.measureTarget(network, pair.targetTrain(), precision, Seeds.derive(seed, "warm-up"));
                drawSourceBy(evaluator.estimateShares(pair.targetTrain(), source.classShares()));
            }
        }
    }

    private void run(AdaptationMethod adaptation, Phase phase, int from, int to, int imagesPerStep) {
        long start = System.nanoTime();
        double aside = curve.seconds();
        double before = seconds;
        TrainingListener told = new TrainingListener() {
            @Override
            public void updated(StepContext context, StepLosses losses) {
                images += imagesPerStep;
                seconds = before + (System.nanoTime() - start) / 1e9 - (curve.seconds() - aside);
                curve.updated(context, losses, adaptation.targetStatistics(), images, seconds);
                listener.updated(context, losses, images);
            }

            @Override
            public GradientProbe probe() {
                return curve;
            }
        };
        TrainingLoop.run(adaptation, batches, phase, from, to, recipe.steps(), Seeds.derive(seed, "dropout"), told);
        seconds = before + (System.nanoTime() - start) / 1e9 - (curve.seconds() - aside);
    }

    /** From here on the source is drawn by the class shares that the target seems to have. */
    private void drawSourceBy(ClassShareEstimate estimate) {
        shares = estimate;
        estimates++;
        batches = BatchPairSampler.bySourceShares(
                source,
                estimate.shares(),
                pair.targetTrain(),
                recipe.batchSize(),
                augmentation(),
                Seeds.derive(Seeds.derive(seed, "resampled batches"), estimates));
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
