package io.github.dann4j.experiment;

import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.data.Augmentation;
import io.github.dann4j.data.Preprocessing;
import io.github.dann4j.data.Resize;
import io.github.dann4j.data.Scaling;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.LearningRate;
import io.github.dann4j.train.OptimizerSettings;
import io.github.dann4j.train.TrainingSettings;

/**
 * Everything that decides how a method is trained, the same for every method of a comparison.
 *
 * @param network the net
 * @param resize how pictures become the net's input size
 * @param scaling how pixel values become inputs
 * @param augmentation how training pictures of both domains are changed at random
 * @param augmentBelow the augmentation is used where the smaller domain has fewer training pictures than this. A small set is
 *     learned by heart, a source by the label predictor and either one by the domain classifier, and its pictures need varying;
 *     a large one is varied enough. 0: never
 * @param steps number of updates
 * @param batchSize images of each domain in an update
 * @param learningRate μ_p
 * @param optimizer the one optimizer of all parameters
 * @param dann what only DANN has: λ_p and how the domains pass
 */
public record Recipe(
        NetworkSpec network,
        Resize resize,
        Scaling scaling,
        Augmentation augmentation,
        int augmentBelow,
        int steps,
        int batchSize,
        LearningRate learningRate,
        OptimizerSettings optimizer,
        DannSettings dann) {
    public Recipe {
        if (augmentBelow < 0) {
            throw new IllegalArgumentException("augmentBelow must be at least 0, got " + augmentBelow);
        }
        if (dann.resample() && !(network.hasBatchNorm() && network.statistics() == Statistics.PER_DOMAIN)) {
            throw new IllegalArgumentException(
                    "resample compares predictions by the batch statistics of both domains, so the network %s needs batch norm with statistics PER_DOMAIN"
                            .formatted(network.name()));
        }
        new TrainingSettings(
                steps, batchSize, learningRate, optimizer, Precision.FP32); // the same rules, checked early
    }

    /** The way of a picture to the net's input. */
    public Preprocessing preprocessing() {
        return new Preprocessing(network.inputSize(), network.inputChannels(), resize, scaling);
    }

    /** Number of updates on the source alone, before a method that uses the target begins. */
    int warmUpSteps() {
        return (int) Math.round(steps * dann.warmUp());
    }

    /** Images that go through the network in a training of a method: after the warm-up those of both domains, if it uses both. */
    public long images(MethodName method) {
        long passes = method.usesTarget() ? 2L * steps - warmUpSteps() : steps;
        return passes * batchSize;
    }

    /** The augmentation in force when the smaller domain has this many training pictures. */
    Augmentation augmentation(int smallerSize) {
        return smallerSize < augmentBelow ? augmentation : Augmentation.NONE;
    }

    /** What a training of this recipe is given. */
    TrainingSettings training(Precision precision) {
        return new TrainingSettings(steps, batchSize, learningRate, optimizer, precision);
    }

    /** This recipe with another number of updates. */
    public Recipe withSteps(int other) {
        return new Recipe(
                network, resize, scaling, augmentation, augmentBelow, other, batchSize, learningRate, optimizer, dann);
    }

    /** This recipe with another batch size. */
    public Recipe withBatchSize(int other) {
        return new Recipe(
                network, resize, scaling, augmentation, augmentBelow, steps, other, learningRate, optimizer, dann);
    }

    /** This recipe with its learning rate times a factor in (0, 1]. */
    Recipe withLearningRateTimes(double factor) {
        return factor == 1
                ? this
                : new Recipe(
                        network,
                        resize,
                        scaling,
                        augmentation,
                        augmentBelow,
                        steps,
                        batchSize,
                        new LearningRate.Scaled(learningRate, factor),
                        optimizer,
                        dann);
    }

    /**
     * This recipe with another batch size, and a learning rate that is as many times larger as the batch.
     *
     * @param warmup share of the run over which the learning rate rises from its old height, in [0, 1)
     */
    public Recipe withBatchSizeAndRate(int other, double warmup) {
        double factor = (double) other / batchSize;
        return new Recipe(
                network,
                resize,
                scaling,
                augmentation,
                augmentBelow,
                steps,
                other,
                new LearningRate.Raised(learningRate, factor, warmup),
                optimizer,
                dann);
    }

    /** This recipe with another height of λ's ramp. */
    public Recipe withLambda(double max) {
        LambdaSchedule ramp = new LambdaSchedule(dann.lambda().gamma(), max);
        return new Recipe(
                network,
                resize,
                scaling,
                augmentation,
                augmentBelow,
                steps,
                batchSize,
                learningRate,
                optimizer,
                new DannSettings(ramp, dann.passes(), dann.warmUp(), dann.resample()));
    }
}
