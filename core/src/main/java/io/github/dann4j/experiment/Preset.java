package io.github.dann4j.experiment;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.data.Augmentation;
import io.github.dann4j.data.DataEntry;
import io.github.dann4j.data.ImageKind;
import io.github.dann4j.data.Resize;
import io.github.dann4j.data.Scaling;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.Networks;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.LearningRate;
import io.github.dann4j.train.OptimizerSettings;
import java.util.List;
import java.util.Map;

/** Ready-made recipes. */
public enum Preset {
    /** {@link #BEST} with half the channels, in 400 steps. */
    DEMO("the embedded pair in three minutes on two cores: best with half the channels, in 400 steps"),
    /** {@link #BEST} with fewer steps. */
    QUICK("minutes: best with 1,000 steps"),
    /** As published (Ganin et al. 2016, §5.2): the paper's nets, SGD, schedules and joint batches; the number of steps is ours, the paper does not report it. */
    PAPER("nets, optimizer and schedules as published in 2016"),
    /** The recipe that came out best here, one for all pairs; every part of it and why it is there: docs/RECIPE.md. */
    BEST("the recipe that came out best here, one for all pairs: 4,000 steps");

    private static final int DEMO_STEPS = 400;
    private static final int QUICK_STEPS = 1_000;
    private static final int PAPER_STEPS = 5_000;
    private static final int BEST_STEPS = 4_000;
    private static final double WARM_UP = 0.2;
    private static final int AUGMENT_BELOW = 10_000;
    private static final int BATCH = 64;
    private static final int DIGIT_SIDE = 32;
    private static final int SIGN_SIDE = 40;

    private final String purpose;

    Preset(String purpose) {
        this.purpose = purpose;
    }

    /** What it is for, in a few words. */
    public String purpose() {
        return purpose;
    }

    /** As users write it. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The recipe for a pair of datasets. It depends on what their images show, never on results. */
    public Recipe recipe(DataEntry source, DataEntry target) {
        return switch (this) {
            case DEMO -> best(Networks.narrowBottleneck(source.classes(), side(source, target)), DEMO_STEPS);
            case QUICK -> best(Networks.bottleneck(source.classes(), side(source, target)), QUICK_STEPS);
            case PAPER -> paper(source, target);
            case BEST -> best(Networks.bottleneck(source.classes(), side(source, target)), BEST_STEPS);
        };
    }

    /** Whether it is for a look, for which one seed is enough. */
    public boolean isForALook() {
        return this == DEMO || this == QUICK;
    }

    /** The methods that tell something under this preset: AdaBN needs batch norm, which the paper's nets have not. */
    public List<MethodType<?>> methods() {
        return this == PAPER
                ? List.of(SourceOnly.TYPE, Dann.TYPE, SourceOnly.ON_TARGET)
                : List.of(SourceOnly.TYPE, AdaBn.TYPE, Dann.TYPE, SourceOnly.ON_TARGET);
    }

    private static boolean isOf(DataEntry source, DataEntry target, ImageKind... kinds) {
        List<ImageKind> these = List.of(kinds);
        return these.contains(source.kind()) || these.contains(target.kind());
    }

    private static int side(DataEntry source, DataEntry target) {
        return isOf(source, target, ImageKind.ROAD_SIGNS) ? SIGN_SIDE : DIGIT_SIDE;
    }

    private static Recipe best(NetworkSpec network, int steps) {
        // β1 = 0.5: a long momentum makes the two players of the game overshoot each other.
        return new Recipe(
                network,
                Resize.PAD_IF_CLOSE,
                Scaling.LIFTED,
                new Augmentation(1.3, 10, 0.1, 1, 0),
                AUGMENT_BELOW,
                steps,
                BATCH,
                new LearningRate.Cosine(2e-3, 0),
                new OptimizerSettings.Adam(0.5, 0.999, 0),
                Map.of(Dann.TYPE.name(), new DannSettings(new LambdaSchedule(10, 1), Passes.SEPARATE, WARM_UP, true)));
    }

    private static Recipe paper(DataEntry source, DataEntry target) {
        // No annealing when training on SVHN (§5.2.2).
        LearningRate rate = source.kind() == ImageKind.HOUSE_NUMBERS
                ? new LearningRate.Constant(0.01)
                : LearningRate.Annealed.paper();
        return new Recipe(
                paperNetwork(source, target),
                Resize.BILINEAR,
                Scaling.MEAN_SUBTRACTION,
                Augmentation.NONE,
                0,
                PAPER_STEPS,
                BATCH,
                rate,
                new OptimizerSettings.Sgd(0.9, 0),
                Map.of(Dann.TYPE.name(), DannSettings.paper()));
    }

    /** Figure 4: a net for road signs, one for everything with SVHN or SynNumbers, one for the rest of the digits. */
    private static NetworkSpec paperNetwork(DataEntry source, DataEntry target) {
        if (isOf(source, target, ImageKind.ROAD_SIGNS)) {
            return Networks.gtsrb(source.classes());
        }
        return isOf(source, target, ImageKind.HOUSE_NUMBERS, ImageKind.SYNTHETIC_NUMBERS)
                ? Networks.svhn(source.classes())
                : Networks.mnist(source.classes());
    }
}
