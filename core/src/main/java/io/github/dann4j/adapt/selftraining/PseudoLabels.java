package io.github.dann4j.adapt.selftraining;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.data.batch.View;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * DANN, then pseudo-labels. After {@link Dann}, a companion, the moving average of the weights, labels the target where
 * it is confident, and the network learns these labels on strong views of the same images, beside those of the source
 * (FixMatch, Sohn et al. 2020, §2). The threshold and the alignment of the classes are AdaMatch's (Berthelot et al.
 * 2022, §3.2). The result of the training is the companion.
 */
public final class PseudoLabels implements AdaptationMethod {
    /** Mean cross-entropy of strong views against pseudo-labels; images without a pseudo-label count as 0. */
    static final Term PSEUDO_LABEL_LOSS = Term.loss("pseudoLabelLoss", "pseudo-label loss");

    /** The registered method {@code dann-pl}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "dann-pl",
                    "DANN + pseudo-labels",
                    "Ganin et al. 2016, JMLR 17(59); Sohn et al. 2020, FixMatch, NeurIPS; Berthelot et al. 2022, AdaMatch, ICLR",
                    new Settings(LambdaSchedule.paper(), 0.5, 1, 0.9, 0.99, 0.2, true),
                    BatchNeeds.BOTH.withTarget(View.WEAK, View.STRONG),
                    List.of(
                            Term.LABEL_LOSS,
                            Term.DOMAIN_LOSS,
                            Term.LAMBDA,
                            Term.LABEL_GRADIENT,
                            Term.DOMAIN_GRADIENT,
                            PSEUDO_LABEL_LOSS,
                            MeanTeacher.MASK),
                    (network, setup) -> new PseudoLabels(network, setup.training(), setup.settings()))
            .withStages(settings -> new Stages(settings.warmUp(), settings.resample()));

    private final Network network;
    private final Network companion;
    private final Settings settings;
    private final Learner learner;
    private final Dann dann;
    private final DistributionAlignment alignment;

    /**
     * Settings of DANN with pseudo-labels.
     *
     * @param lambda the adaptation factor λ_p of DANN
     * @param share share of the steps after the warm-up that learn from pseudo-labels, at their end; in [0, 1), 0 for
     *     DANN, whose result is then the average of its weights
     * @param weight weight of the pseudo-label loss, positive; 1 in both papers
     * @param threshold an image gets a pseudo-label where the companion's aligned probability of a class is at least
     *     this share of the network's mean confidence on the source batch; in [0, 1]; 0.9 in AdaMatch
     * @param decay share of the companion's weights that each update keeps, in [0, 1); lower in the first updates
     * @param warmUp see {@link Stages#warmUp()}
     * @param resample see {@link Stages#resample()}
     */
    public record Settings(
            LambdaSchedule lambda,
            double share,
            double weight,
            double threshold,
            double decay,
            double warmUp,
            boolean resample) {
        public Settings {
            if (!(share >= 0 && share < 1 && decay >= 0 && decay < 1 && threshold >= 0 && threshold <= 1)) {
                throw new IllegalArgumentException(
                        "share and decay must be at least 0 and less than 1 and threshold from 0 to 1, got %s, %s and %s"
                                .formatted(share, decay, threshold));
            }
            if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("weight must be positive and finite, got " + weight);
            }
            new Stages(warmUp, resample); // checks both values
        }
    }

    /** @param network must outlive the method */
    public PseudoLabels(Network network, TrainingSettings training, Settings settings) {
        this.network = network;
        this.settings = settings;
        Map<String, Tensor> parameters = new LinkedHashMap<>(network.classifierParameters());
        parameters.putAll(network.domainParameters());
        this.learner = new Learner(network, training, parameters);
        this.companion = learner.companion("teacher");
        this.alignment = new DistributionAlignment(learner);
        this.dann = new Dann(network, new DannSettings(settings.lambda(), DannSettings.Passes.SEPARATE), learner);
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
        Terms terms = context.progress() < 1 - settings.share() ? dann.step(pair, context) : selfTrain(pair, context);
        WeightAverage.follow(companion, network, settings.decay(), context);
        return terms;
    }

    private Terms selfTrain(BatchPair pair, StepContext context) {
        Tensor source = logits(network, pair.source().inputs(), Domain.SOURCE, 0, context);
        Tensor labelLoss = cross_entropy_loss(source, pair.source().labels());
        Tensor q; // the companion's probabilities, [n, classes]
        Tensor confident; // 1 where an image has a pseudo-label, [n]
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            Tensor p = source.softmax(1);
            q = alignment.align(
                    p,
                    logits(companion, pair.target(0).inputs(), Domain.TARGET, 1, context)
                            .softmax(1));
            Tensor threshold = p.amax(new long[] {1}, false).mean().mul(new Scalar(settings.threshold()));
            confident = q.amax(new long[] {1}, false).ge(threshold).to(ScalarType.Float);
        }
        Tensor strong = logits(network, pair.target(1).inputs(), Domain.TARGET, 0, context);
        Tensor ofChosen = strong.log_softmax(1).gather(1, q.argmax(new LongOptional(1), true));
        Tensor pseudoLabelLoss = ofChosen.squeeze(1).mul(confident).mean().neg();
        learner.update(labelLoss.add(pseudoLabelLoss, new Scalar(settings.weight())), context);
        return Terms.of(Term.LABEL_LOSS, labelLoss)
                .and(PSEUDO_LABEL_LOSS, pseudoLabelLoss)
                .and(MeanTeacher.MASK, confident.mean());
    }

    /** Runs a pass in which both networks use the statistics of the batch. */
    private Tensor logits(Network of, Tensor inputs, Domain domain, int number, StepContext context) {
        return MeanTeacher.logits(learner, of, inputs, domain, number, context);
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
