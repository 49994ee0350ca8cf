package io.github.dann4j.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.NoSettings;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.Augmentations;
import io.github.dann4j.data.prepare.FeaturePreprocessing;
import io.github.dann4j.data.prepare.ImagePreprocessing;
import io.github.dann4j.data.prepare.Preprocessing;
import io.github.dann4j.data.prepare.Resize;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.data.prepare.StrongAugmentation;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.TrainingSettings;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that decides how a method is trained, the same for every method of a comparison.
 *
 * @param network the network
 * @param resize how images are brought to the network's input size; has no effect on features
 * @param scaling how stored values become inputs
 * @param augmentation how training images of both domains are varied at random
 * @param augmentBelow the augmentation is used if the smaller domain has fewer training images than this; 0: never.
 *     A small dataset is memorised, a source by the label predictor and either domain by the domain classifier, so its
 *     images need variation; a large dataset is varied enough
 * @param strong how strong views of an image are made for the methods that need them, however many training images
 *     there are
 * @param steps number of steps
 * @param batchSize images of each domain in a step
 * @param targetLabels number of target training examples of each class whose labels are learned beside the source's; 0
 *     for none, which is unsupervised adaptation
 * @param learningRate μ_p
 * @param optimizer the one optimizer of all parameters
 * @param methods settings of methods, by name; a method that is not listed uses its defaults
 */
@PublicApi
public record Recipe(
        NetworkSpec network,
        Resize resize,
        Scaling scaling,
        Augmentation augmentation,
        int augmentBelow,
        StrongAugmentation strong,
        int steps,
        int batchSize,
        int targetLabels,
        LearningRate learningRate,
        OptimizerSettings optimizer,
        Map<String, Record> methods) {
    public Recipe {
        if (targetLabels < 0) {
            throw new IllegalArgumentException("targetLabels must be at least 0, got " + targetLabels);
        }
        if (augmentBelow < 0) {
            throw new IllegalArgumentException("augmentBelow must be at least 0, got " + augmentBelow);
        }
        methods = Collections.unmodifiableMap(new LinkedHashMap<>(methods));
        for (Map.Entry<String, Record> entry : methods.entrySet()) {
            requireSettings(entry.getKey(), entry.getValue(), network);
        }
        new TrainingSettings(steps, batchSize, learningRate, optimizer, Precision.FP32); // the same checks, made early
    }

    /** Creates a recipe with the default strong views. */
    public Recipe(
            NetworkSpec network,
            Resize resize,
            Scaling scaling,
            Augmentation augmentation,
            int augmentBelow,
            int steps,
            int batchSize,
            LearningRate learningRate,
            OptimizerSettings optimizer,
            Map<String, Record> methods) {
        this(
                network,
                resize,
                scaling,
                augmentation,
                augmentBelow,
                StrongAugmentation.DEFAULT,
                steps,
                batchSize,
                learningRate,
                optimizer,
                methods);
    }

    /** Creates a recipe without labels of the target. */
    public Recipe(
            NetworkSpec network,
            Resize resize,
            Scaling scaling,
            Augmentation augmentation,
            int augmentBelow,
            StrongAugmentation strong,
            int steps,
            int batchSize,
            LearningRate learningRate,
            OptimizerSettings optimizer,
            Map<String, Record> methods) {
        this(
                network,
                resize,
                scaling,
                augmentation,
                augmentBelow,
                strong,
                steps,
                batchSize,
                0,
                learningRate,
                optimizer,
                methods);
    }

    /** Version of the stored format. */
    @JsonProperty("format")
    int format() {
        return RecordFormat.CURRENT;
    }

    /** How an image or a vector of features becomes the network's input. */
    public Preprocessing preprocessing() {
        if (network.input() instanceof NetworkInput.Features features) {
            return new FeaturePreprocessing(features.columns(), List.of(), scaling);
        }
        NetworkInput.Images images = network.images();
        return new ImagePreprocessing(images.size(), images.channels(), resize, scaling);
    }

    private static void requireSettings(String name, Record settings, NetworkSpec network) {
        MethodType<?> method = Methods.of(name);
        if (!method.defaults().getClass().isInstance(settings)) {
            throw new IllegalArgumentException("settings of %s: expected a %s, got %s"
                    .formatted(name, method.defaults().getClass().getSimpleName(), settings));
        }
        if (method.stages(settings).resample() && !network.hasOwnStatistics()) {
            throw new IllegalArgumentException(
                    "%s: resample compares predictions with the batch statistics of both domains, so the network %s needs batch norm with statistics PER_DOMAIN; or set %s.resample=false"
                            .formatted(name, network.name(), name));
        }
    }

    /** The settings of a method: its defaults if this recipe has none. */
    public Record settings(MethodType<?> method) {
        Record own = methods.get(method.name());
        return own == null ? method.defaults() : own;
    }

    /** Returns this recipe with the settings of these methods written out, so that the stored recipe is complete. */
    Recipe withSettingsOf(Collection<MethodType<?>> all) {
        Map<String, Record> settings = new LinkedHashMap<>(methods);
        all.forEach(method -> {
            if (!(method.defaults() instanceof NoSettings)) {
                settings.putIfAbsent(method.name(), method.defaults());
            }
        });
        return withMethods(settings);
    }

    private Recipe withMethods(Map<String, Record> settings) {
        return with(steps, batchSize, targetLabels, learningRate, settings);
    }

    private Recipe with(
            int otherSteps, int otherBatch, int otherLabels, LearningRate otherRate, Map<String, Record> settings) {
        return new Recipe(
                network,
                resize,
                scaling,
                augmentation,
                augmentBelow,
                strong,
                otherSteps,
                otherBatch,
                otherLabels,
                otherRate,
                optimizer,
                settings);
    }

    /** Number of steps on the source alone before a method's own steps. */
    public int warmUpSteps(MethodType<?> method) {
        return (int) Math.round(steps * stages(method).warmUp());
    }

    /** The stages before a method's own steps. */
    public Stages stages(MethodType<?> method) {
        return method.stages(settings(method));
    }

    /**
     * Number of images that go through the network in a training of a method: the source's in the warm-up, then all
     * that it needs; and in every step a batch of labelled target images, if it learns from them.
     */
    public long images(MethodType<?> method) {
        long warmUp = warmUpSteps(method);
        long labeled = learnsFromLabeledTarget(method) ? steps : 0;
        return (warmUp + (steps - warmUp) * method.needs().batches() + labeled) * batchSize;
    }

    /** Whether a method learns from labelled target examples beside the source. */
    public boolean learnsFromLabeledTarget(MethodType<?> method) {
        return targetLabels > 0 && !method.needsTargetLabels();
    }

    /** @throws IllegalArgumentException if a method cannot learn as this recipe says */
    void requirePossible(MethodType<?> method) {
        if (learnsFromLabeledTarget(method) && method.obstacleToLabeledTarget() != null) {
            throw new IllegalArgumentException("%s: cannot learn from labels of the target, because %s"
                    .formatted(method.name(), method.obstacleToLabeledTarget()));
        }
    }

    /** The augmentation to use if the smaller domain has this many training examples; none for features. */
    Augmentation augmentation(int smallerSize) {
        return network.input() instanceof NetworkInput.Images && smallerSize < augmentBelow
                ? augmentation
                : Augmentation.NONE;
    }

    /** How to make the views that the methods ask for if the smaller domain has this many training images. */
    public Augmentations augmentations(int smallerSize) {
        return new Augmentations(augmentation(smallerSize), strong);
    }

    /** The settings of a training with this recipe. */
    public TrainingSettings training(Precision precision) {
        return new TrainingSettings(steps, batchSize, learningRate, optimizer, precision);
    }

    /** Returns this recipe with another network and another preprocessing. */
    public Recipe with(NetworkSpec other, Preprocessing preprocessing) {
        return new Recipe(
                other,
                preprocessing instanceof ImagePreprocessing images ? images.resize() : resize,
                preprocessing.scaling(),
                augmentation,
                augmentBelow,
                strong,
                steps,
                batchSize,
                targetLabels,
                learningRate,
                optimizer,
                methods);
    }

    /** Returns this recipe with another number of steps. */
    public Recipe withSteps(int other) {
        return with(other, batchSize, targetLabels, learningRate, methods);
    }

    /** Returns this recipe with another batch size. */
    public Recipe withBatchSize(int other) {
        return with(steps, other, targetLabels, learningRate, methods);
    }

    /** Returns this recipe with another number of labels of each class of the target. */
    public Recipe withTargetLabels(int other) {
        return with(steps, batchSize, other, learningRate, methods);
    }

    /** Returns this recipe with its learning rate multiplied by a factor in (0, 1]. */
    public Recipe withLearningRateTimes(double factor) {
        return factor == 1
                ? this
                : with(steps, batchSize, targetLabels, new LearningRate.Scaled(learningRate, factor), methods);
    }

    /**
     * Returns this recipe with another batch size and a learning rate that grows in proportion.
     *
     * @param warmup share of the run over which the learning rate rises from its old height, in [0, 1)
     */
    public Recipe withBatchSizeAndRate(int other, double warmup) {
        double factor = (double) other / batchSize;
        return with(steps, other, targetLabels, new LearningRate.Raised(learningRate, factor, warmup), methods);
    }

    /** Height of DANN's λ ramp. */
    public double lambda() {
        return ((DannSettings) settings(Dann.TYPE)).lambda().max();
    }

    /** Returns this recipe with another height of DANN's λ ramp. */
    public Recipe withLambda(double max) {
        DannSettings dann = (DannSettings) settings(Dann.TYPE);
        Map<String, Record> settings = new LinkedHashMap<>(methods);
        settings.put(
                Dann.TYPE.name(),
                new DannSettings(
                        new LambdaSchedule(dann.lambda().gamma(), max), dann.passes(), dann.warmUp(), dann.resample()));
        return withMethods(settings);
    }
}
