package io.github.dann4j.adapt.adversary;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.Pass;
import io.github.dann4j.optimize.ParameterGroup;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Maximum classifier discrepancy (Saito et al. 2018). Two label predictors on the same features learn to disagree on
 * the target, and the features learn to make them agree. A step makes three kinds of update on one pair
 * (§3.2, steps A, B, C); the last one is repeated.
 *
 * <p>The first label predictor is the network's own, which evaluation uses.
 */
public final class Mcd implements AdaptationMethod {
    private static final String SECOND = "second";
    private static final String FEATURES = "features";
    private static final String HEADS = "heads";

    /** Why this training cannot learn from labelled target examples. */
    static final String TWO_PREDICTORS = "its label predictors learn to disagree on the target";

    /** Mean absolute difference of the two predictors' probabilities on the target, after the features' update. */
    private static final Term DISCREPANCY = new Term("discrepancy", "discrepancy", Term.Kind.LOSS, "", Double.NaN);

    /** The registered method {@code mcd}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "mcd",
                    "MCD",
                    "Saito et al. 2018, Maximum classifier discrepancy for unsupervised domain adaptation, CVPR",
                    new Settings(4, 1),
                    BatchNeeds.BOTH,
                    List.of(Term.LABEL_LOSS, DISCREPANCY),
                    (network, setup) -> new Mcd(network, setup.training(), setup.settings()))
            .withNetwork(Mcd::withSecondPredictor)
            .withoutLabeledTarget(TWO_PREDICTORS);

    private final Network network;
    private final Settings settings;
    private final Term term;
    private final Discrepancy discrepancy;
    private final Learner learner;

    /**
     * Settings of MCD.
     *
     * @param featureUpdates number of updates of the features per step (n in the paper), at least 1
     * @param weight weight of the discrepancy, positive
     */
    public record Settings(int featureUpdates, double weight) {
        public Settings {
            if (featureUpdates < 1 || !(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "featureUpdates must be at least 1 and weight positive and finite, got %d and %s",
                        featureUpdates,
                        weight));
            }
        }
    }

    /** A measure of how much two label predictors disagree on a batch. */
    @FunctionalInterface
    public interface Discrepancy {
        /**
         * Returns a scalar, 0 if both predict the same.
         *
         * @param first probabilities of the first predictor, float32 {@code [n, classes]}
         * @param second those of the second predictor for the same images
         */
        Tensor of(Tensor first, Tensor second);
    }

    /** Logits of both label predictors, {@code [n, classes]}. */
    private record Logits(Tensor first, Tensor second) {}

    /**
     * Creates the method.
     *
     * @param network has a head {@code second} like the label predictor; must outlive the method
     */
    public Mcd(Network network, TrainingSettings training, Settings settings) {
        this(network, training, settings, DISCREPANCY, Mcd::meanDifference);
    }

    /**
     * Creates the same training with another measure of disagreement.
     *
     * @param term the name under which a step reports it
     */
    public Mcd(Network network, TrainingSettings training, Settings settings, Term term, Discrepancy discrepancy) {
        this.network = network;
        this.settings = settings;
        this.term = term;
        this.discrepancy = discrepancy;
        Map<String, Tensor> heads = new LinkedHashMap<>(network.headParameters(NetworkSpec.LABELS));
        heads.putAll(network.headParameters(SECOND));
        this.learner = new Learner(
                network,
                training,
                List.of(new ParameterGroup(FEATURES, network.featureParameters()), new ParameterGroup(HEADS, heads)));
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        Tensor source = pair.source().inputs();
        Tensor target = pair.target().inputs();
        // A: the features and both predictors learn the source.
        Tensor labelLoss = labelLoss(logits(source, Domain.SOURCE, 0, true, context), pair);
        learner.update(labelLoss, context);
        // B: with fixed features, the predictors disagree on the target as far as the source allows.
        Tensor agreed = labelLoss(logits(source, Domain.SOURCE, 1, false, context), pair);
        Tensor apart = discrepancy(logits(target, Domain.TARGET, 0, false, context));
        learner.update(agreed.sub(apart, new Scalar(settings.weight())), context, HEADS);
        // C: the features reduce the disagreement.
        Tensor left = apart;
        for (int i = 1; i <= settings.featureUpdates(); i++) {
            left = discrepancy(logits(target, Domain.TARGET, i, true, context));
            learner.update(left.mul(new Scalar(settings.weight())), context, FEATURES);
        }
        return Terms.of(Term.LABEL_LOSS, labelLoss.div(new Scalar(2))).and(term, left);
    }

    /** @param learned whether gradients reach the features */
    private Logits logits(Tensor images, Domain domain, int number, boolean learned, StepContext context) {
        context.seedPass(domain, number);
        Pass pass = Pass.train(domain);
        try (Autocast autocast = learner.autocast()) {
            Tensor features = network.features(images, pass); // [n, F]
            Tensor input = learned ? features : features.detach();
            return new Logits(
                    network.labels(input, pass).to(ScalarType.Float),
                    network.head(SECOND, input, pass).to(ScalarType.Float));
        }
    }

    private static Tensor labelLoss(Logits logits, BatchPair pair) {
        Tensor labels = pair.source().labels();
        return cross_entropy_loss(logits.first(), labels).add(cross_entropy_loss(logits.second(), labels));
    }

    private Tensor discrepancy(Logits logits) {
        return discrepancy.of(logits.first().softmax(1), logits.second().softmax(1));
    }

    /** Returns d(p₁, p₂), the mean over images and classes of |p₁ − p₂|. */
    private static Tensor meanDifference(Tensor first, Tensor second) {
        return first.sub(second).abs().mean();
    }

    /** Returns the network with a second label predictor like the first one. */
    public static NetworkSpec withSecondPredictor(NetworkSpec spec) {
        return spec.with(SECOND, spec.head(NetworkSpec.LABELS));
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
