package io.github.dann4j.adapt.selftraining;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.full_like;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.data.batch.View;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Pass;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Self-ensembling (French et al. 2018). The weights of a companion, the paper's teacher, are the moving average of
 * the network's. The companion predicts the target, and where it is confident, the network, the paper's student, learns
 * to predict the same for another view of the same images. There is no adversary. The result of the training is the
 * companion.
 */
public final class MeanTeacher implements AdaptationMethod {
    /** Mean squared difference of the two predictions; images on which the companion is not confident count as 0. */
    private static final Term CONSISTENCY =
            new Term("consistencyLoss", "consistency loss", Term.Kind.LOSS, "", Double.NaN);

    /** Share of target images on which the companion is confident. */
    static final Term MASK = Term.share("maskRate", "mask rate");

    /** The registered method {@code mean-teacher}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "mean-teacher",
                    "Mean teacher",
                    "French et al. 2018, Self-ensembling for visual domain adaptation, ICLR",
                    new Settings(3, 0.968, 0.99, 0.2, false, false),
                    BatchNeeds.BOTH.withTarget(View.WEAK, View.WEAK),
                    List.of(Term.LABEL_LOSS, CONSISTENCY, MASK),
                    (network, setup) -> new MeanTeacher(network, setup.training(), setup.settings()))
            .withStages(settings -> new Stages(settings.warmUp(), false));

    private final Network network;
    private final Network companion;
    private final Settings settings;
    private final Learner learner;
    private final @Nullable DistributionAlignment alignment; // null without alignment

    /**
     * Settings of self-ensembling.
     *
     * @param weight weight of the consistency loss, positive; the paper uses 3, with a mean over classes as here
     * @param threshold the companion is confident where the probability of its most probable class exceeds this; in
     *     [0, 1); the paper uses 0.968
     * @param decay share of the companion's weights that each update keeps, in [0, 1); lower in the first updates, when
     *     there is little to average
     * @param warmUp see {@link Stages#warmUp()}
     * @param relative whether the threshold is multiplied by the network's mean confidence on the source batch, as in
     *     AdaMatch (Berthelot et al. 2022, §3.2.3), which uses 0.9: the companion is confident where it is nearly as
     *     certain as the network is on images whose class it knows
     * @param aligned whether the companion's probabilities are multiplied by the ratio of the mean predictions on the
     *     source and on the target, as in AdaMatch (§3.2.2), so that no class takes over the pseudo-labels; the target
     *     is assumed to have the class shares of the source batches
     */
    public record Settings(
            double weight, double threshold, double decay, double warmUp, boolean relative, boolean aligned) {
        /** Creates settings with a fixed threshold and without alignment, as in the paper. */
        public Settings(double weight, double threshold, double decay, double warmUp) {
            this(weight, threshold, decay, warmUp, false, false);
        }

        public Settings {
            if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("weight must be positive and finite, got " + weight);
            }
            if (!(threshold >= 0 && threshold < 1 && decay >= 0 && decay < 1)) {
                throw new IllegalArgumentException(
                        "threshold and decay must be at least 0 and less than 1, got %s and %s"
                                .formatted(threshold, decay));
            }
            new Stages(warmUp, false); // checks the value
        }
    }

    /** @param network must outlive the method */
    public MeanTeacher(Network network, TrainingSettings training, Settings settings) {
        this.network = network;
        this.settings = settings;
        this.learner = new Learner(network, training, network.classifierParameters());
        this.companion = learner.companion("teacher");
        this.alignment = settings.aligned() ? new DistributionAlignment(learner) : null;
    }

    @Override
    public BatchNeeds needs() {
        return TYPE.needs();
    }

    @Override
    public void begin() {
        companion.copyFrom(network);
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        Tensor source = logits(network, pair.source().inputs(), Domain.SOURCE, 0, context);
        Tensor labelLoss = cross_entropy_loss(source, pair.source().labels());
        Tensor p = logits(network, pair.target(0).inputs(), Domain.TARGET, 0, context)
                .softmax(1); // [n, classes]
        Tensor q;
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            q = logits(companion, pair.target(1).inputs(), Domain.TARGET, 1, context)
                    .softmax(1);
        }
        if (alignment != null) {
            q = alignment.align(source.detach().softmax(1), q);
        }
        Tensor confidence = q.amax(new long[] {1}, false); // [n]
        Tensor sure = confidence.gt(threshold(confidence, source.detach())).to(ScalarType.Float); // [n]
        Tensor consistency =
                p.sub(q).square().mean(new long[] {1}).mul(sure).mean(); // the mean over classes, then over images
        learner.update(labelLoss.add(consistency, new Scalar(settings.weight())), context);
        WeightAverage.follow(companion, network, settings.decay(), context);
        return Terms.of(Term.LABEL_LOSS, labelLoss)
                .and(CONSISTENCY, consistency)
                .and(MASK, sure.mean());
    }

    /** Returns the threshold as a tensor like the confidences. */
    private Tensor threshold(Tensor confidence, Tensor sourceLogits) {
        Tensor threshold = full_like(confidence, new Scalar(settings.threshold()));
        return settings.relative()
                ? threshold.mul(
                        sourceLogits.softmax(1).amax(new long[] {1}, false).mean())
                : threshold;
    }

    /** Runs a pass of the network or of the companion: both use dropout and the batch's own statistics. */
    private Tensor logits(Network of, Tensor images, Domain domain, int number, StepContext context) {
        return logits(learner, of, images, domain, number, context);
    }

    /** Returns logits in float32, {@code [n, classes]}, of the {@code number}-th training pass over a domain. */
    static Tensor logits(
            Learner learner, Network network, Tensor inputs, Domain domain, int number, StepContext context) {
        context.seedPass(domain, number);
        Pass pass = Pass.train(domain);
        try (Autocast autocast = learner.autocast()) {
            return network.labels(network.features(inputs, pass), pass).to(ScalarType.Float);
        }
    }

    /** Copies the companion's weights into the network and measures each domain's batch statistics on it. */
    @Override
    public void finish(LabeledExamples source, UnlabeledExamples target, long seed) {
        network.copyFrom(companion);
        AdaptationMethod.super.finish(source, target, seed);
    }

    @Override
    public Network tested() {
        return companion;
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
