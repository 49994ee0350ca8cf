package io.github.dann4j.adapt.adversary;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.ones_like;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.GradientReversal;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.Pass;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Adversarial-learned loss (Chen et al. 2020, "Adversarial-learned loss for domain adaptation"). A classifier of
 * domains with an output for each class says how far a prediction can be trusted. On the source it learns where the
 * label predictor errs; on the target it doubts every prediction, and the features learn to remove the doubt. The label
 * predictor learns from its confident predictions on the target, corrected by that doubt.
 */
public final class Alda implements AdaptationMethod {
    private static final String ADVERSARY = "adversary";
    private static final double TINY = 1e-6;

    /** Cross-entropy of the corrected labels, over both domains. */
    static final Term ADVERSARIAL = Term.loss("adversarialLoss", "adversarial loss");

    /** Share of target images whose prediction is confident enough to be learned. */
    static final Term MASK = Term.share("maskRate", "mask rate");

    /** The registered method {@code alda}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "alda",
                    "ALDA",
                    "Chen et al. 2020, Adversarial-learned loss for domain adaptation, AAAI",
                    new Settings(new LambdaSchedule(10, 1), 0.6, 0.2),
                    BatchNeeds.BOTH,
                    List.of(Term.LABEL_LOSS, ADVERSARIAL, MASK, Term.LAMBDA),
                    (network, setup) -> new Alda(network, setup.training(), setup.settings()))
            .withStages(settings -> new Stages(settings.warmUp(), false))
            .withNetwork(spec -> spec.with(ADVERSARY, spec.head(NetworkSpec.LABELS)));

    private final Network network;
    private final Settings settings;
    private final Learner learner;

    /**
     * Settings of ALDA.
     *
     * @param lambda the factor of the gradient reversal and the weight of the self-training; the adversarial loss is a sum
     *     over classes, so it is ten times that of DANN for ten classes
     * @param threshold a prediction on the target counts if its probability exceeds this; in [0, 1); the paper uses 0.6
     *     for digits
     * @param warmUp see {@link Stages#warmUp()}
     */
    public record Settings(LambdaSchedule lambda, double threshold, double warmUp) {
        public Settings {
            if (!(threshold >= 0 && threshold < 1)) {
                throw new IllegalArgumentException("threshold must be at least 0 and less than 1, got " + threshold);
            }
            new Stages(warmUp, false); // checks the value
        }
    }

    /** Logits of the label predictor, of the adversary through the reversal, and of the adversary on fixed features. */
    private record Output(Tensor labels, Tensor adversary, Tensor apart) {}

    /**
     * Creates the method.
     *
     * @param network has a head {@code adversary} like the label predictor; must outlive the method
     */
    public Alda(Network network, TrainingSettings training, Settings settings) {
        this.network = network;
        this.settings = settings;
        Map<String, Tensor> parameters = new LinkedHashMap<>(network.classifierParameters());
        parameters.putAll(network.headParameters(ADVERSARY));
        this.learner = new Learner(network, training, parameters);
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        double lambda = settings.lambda().at(context.progress());
        Tensor labels = Objects.requireNonNull(pair.source().labels());
        Output source = pass(pair.source().inputs(), Domain.SOURCE, lambda, context);
        Output target = pass(pair.target().inputs(), Domain.TARGET, lambda, context);
        Tensor labelLoss = cross_entropy_loss(source.labels(), labels);

        Tensor p = target.labels().softmax(1); // [n, classes]
        Tensor sure = p.detach()
                .amax(new long[] {1}, false)
                .gt(new Scalar(settings.threshold()))
                .to(ScalarType.Float); // [n]
        Tensor truth = oneHot(source.labels(), labels);
        Tensor guess = oneHot(target.labels(), predicted(target.labels()));
        Tensor doubt = ones_like(guess).sub(guess).div(new Scalar((double) Math.max(1, guess.size(1) - 1)));
        Tensor ofSource = corrected(source.adversary(), oneHot(source.labels(), predicted(source.labels())));
        Tensor ofTarget = corrected(target.adversary(), guess);
        Tensor adversarial = crossEntropies(ofSource, truth)
                .mean()
                .add(crossEntropies(ofTarget, doubt).mul(sure).mean());
        Tensor knowledge = cross_entropy_loss(source.apart(), labels); // keeps the adversary's classes apart
        Tensor selfTraining =
                p.mul(ofTarget.detach()).sum(1).mul(sure).mean().neg(); // the unhinged loss, without its constant

        Tensor loss = labelLoss.add(adversarial).add(knowledge);
        learner.update(lambda > 0 ? loss.add(selfTraining, new Scalar(lambda)) : loss, context);
        return Terms.of(Term.LABEL_LOSS, labelLoss)
                .and(ADVERSARIAL, adversarial)
                .and(MASK, sure.mean())
                .and(Term.LAMBDA, lambda);
    }

    private Output pass(Tensor inputs, Domain domain, double lambda, StepContext context) {
        context.seedPass(domain);
        Pass pass = Pass.train(domain);
        try (Autocast autocast = learner.autocast()) {
            Tensor features = network.features(inputs, pass); // [n, F]
            Tensor labels = network.labels(features, pass).to(ScalarType.Float); // [n, classes]
            Tensor adversary = network.head(ADVERSARY, GradientReversal.reverse(features, lambda), pass);
            Tensor apart = domain == Domain.SOURCE ? network.head(ADVERSARY, features.detach(), pass) : adversary;
            return new Output(labels, adversary.to(ScalarType.Float), apart.to(ScalarType.Float));
        }
    }

    /**
     * Returns the corrected label of each image (eq. 5): the adversary's trust ξ for the predicted class, the rest
     * spread evenly over the others.
     *
     * @param logits of the adversary, float32 {@code [n, classes]}
     * @param predicted one-hot, {@code [n, classes]}
     */
    static Tensor corrected(Tensor logits, Tensor predicted) {
        Tensor trust = logits.sigmoid().mul(predicted).sum(1).unsqueeze(1); // ξ, [n, 1]
        Tensor others = ones_like(trust).sub(trust).div(new Scalar((double) Math.max(1, predicted.size(1) - 1)));
        return predicted.mul(trust).add(ones_like(predicted).sub(predicted).mul(others));
    }

    /** Returns, for each image, the sum over classes of the binary cross-entropy: {@code [n]}. */
    static Tensor crossEntropies(Tensor probabilities, Tensor truth) {
        Tensor p = probabilities.clamp(new ScalarOptional(new Scalar(TINY)), new ScalarOptional(new Scalar(1 - TINY)));
        Tensor missed = ones_like(p).sub(p).log().mul(ones_like(truth).sub(truth));
        return p.log().mul(truth).add(missed).sum(1).neg();
    }

    private static Tensor predicted(Tensor logits) {
        return logits.detach().max(1).get1();
    }

    private static Tensor oneHot(Tensor logits, Tensor classes) {
        return zeros_like(logits.detach()).scatter(1, classes.unsqueeze(1), new Scalar(1.0));
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
