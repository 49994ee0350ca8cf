package io.github.dann4j.adapt.selftraining;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.index_select;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodSetup;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Pass;
import io.github.dann4j.train.BatchStatistics;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Source hypothesis transfer (Liang et al. 2020, "Do we really need to access the source data?"). Starts from a
 * training on the source or from a saved model, and does not use the source afterwards. The label predictor is frozen.
 * The features learn to make each prediction on the target confident and all predictions together diverse (§3.2), and
 * to follow pseudo-labels by the nearest class centre (§3.3), which are recomputed several times.
 */
public final class Shot implements AdaptationMethod {
    /** Mean entropy of the predictions: 0 if all are certain. */
    private static final Term ENTROPY = Term.loss("entropy", "entropy");

    /** Entropy of the mean prediction: ln(classes) if all classes are equally frequent. */
    private static final Term DIVERSITY = Term.loss("diversity", "diversity");

    /** Cross-entropy of the predictions against the pseudo-labels. */
    private static final Term PSEUDO_LABEL_LOSS = Term.loss("pseudoLabelLoss", "pseudo-label loss");

    /** The registered method {@code shot}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "shot",
                    "SHOT",
                    "Liang et al. 2020, Do we really need to access the source data?, ICML",
                    new Settings(0.1, 10, 0.5),
                    BatchNeeds.TARGET,
                    List.of(ENTROPY, DIVERSITY, PSEUDO_LABEL_LOSS),
                    Shot::new)
            .withStages(settings -> new Stages(settings.warmUp(), false))
            .withoutLabeledTarget("it keeps the label predictor of its warm-up");

    private final Network network;
    private final MethodSetup<Settings> setup;
    private final Learner learner;
    private final Tensor pseudoLabels; // int64 [target images]

    /**
     * Settings of SHOT.
     *
     * @param pseudoLabelWeight β, at least 0; 0 for SHOT-IM, which computes no pseudo-labels
     * @param rounds how often pseudo-labels are computed during the training, at least 1
     * @param warmUp the training on the source, see {@link Stages#warmUp()}
     */
    public record Settings(double pseudoLabelWeight, int rounds, double warmUp) {
        public Settings {
            if (!(pseudoLabelWeight >= 0 && pseudoLabelWeight < Double.POSITIVE_INFINITY) || rounds < 1) {
                throw new IllegalArgumentException(
                        "pseudoLabelWeight must be at least 0 and finite and rounds at least 1, got "
                                + pseudoLabelWeight + " and " + rounds);
            }
            new Stages(warmUp, false); // checks the value
        }
    }

    /** @param network must outlive the method */
    public Shot(Network network, MethodSetup<Settings> setup) {
        this.network = network;
        this.setup = setup;
        this.learner = new Learner(network, setup.training(), network.featureParameters());
        this.pseudoLabels =
                learner.memory("pseudoLabels", new long[setup.target().size()]);
    }

    @Override
    public BatchNeeds needs() {
        return TYPE.needs();
    }

    /** Measures the target's own batch statistics, which predictions of its images use from here on. */
    @Override
    public void begin() {
        BatchStatistics.measure(
                network, setup.target(), Domain.TARGET, learner.precision(), Seeds.derive(setup.seed(), "begin"));
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        double weight = setup.settings().pseudoLabelWeight();
        if (weight > 0
                && context.phase().begins(context.step(), setup.settings().rounds())) {
            labelTarget();
        }
        context.seedPass(Domain.TARGET);
        Pass pass = Pass.train(Domain.TARGET);
        Tensor logits;
        try (Autocast autocast = learner.autocast()) {
            logits = network.labels(network.features(pair.target().inputs(), pass), pass)
                    .to(ScalarType.Float);
        }
        Tensor logProbabilities = logits.log_softmax(1); // [n, classes]
        Tensor probabilities = logProbabilities.exp();
        Tensor entropy = probabilities.mul(logProbabilities).sum(1).mean().neg(); // mean of H(p)
        Tensor mean = probabilities.mean(new long[] {0});
        Tensor diversity = mean.mul(mean.add(new Scalar(1e-5)).log()).sum().neg(); // H(mean of p)
        Tensor loss = entropy.sub(diversity);
        Terms terms = Terms.of(ENTROPY, entropy).and(DIVERSITY, diversity);
        if (weight > 0) {
            long[] indices = pair.target().indices();
            Tensor labels = index_select(
                    pseudoLabels, 0, Tensors.beside(pseudoLabels, Tensors.ofLongs(indices, indices.length)));
            Tensor pseudoLabelLoss = cross_entropy_loss(logits, labels);
            loss = loss.add(pseudoLabelLoss, new Scalar(weight));
            terms = terms.and(PSEUDO_LABEL_LOSS, pseudoLabelLoss);
        }
        learner.update(loss, context);
        return terms;
    }

    private void labelTarget() {
        Evaluator.Predictions predictions =
                new Evaluator(network, learner.precision()).predictions(setup.target(), Domain.TARGET);
        long[] labels = NearestCentres.labels(predictions.features(), predictions.probabilities());
        pseudoLabels.copy_(Tensors.ofLongs(labels, labels.length));
    }

    /** Measures the target's batch statistics. The source's stay as the training on the source left them. */
    @Override
    public void finish(LabeledExamples source, UnlabeledExamples target, long seed) {
        BatchStatistics.measure(
                network, target, Domain.TARGET, learner.precision(), Seeds.derive(seed, "target statistics"));
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
