package io.github.dann4j.adapt.selftraining;

import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.full_like;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.loss.Predictions;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Extraction;
import io.github.dann4j.model.HeadInput;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.Pass;
import io.github.dann4j.optimize.ParameterGroup;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Virtual adversarial domain adaptation (Shu et al. 2018, "A DIRT-T approach to unsupervised domain adaptation"). A
 * weak adversary brings the domains together. Predictions on the target should be certain, and no small change of an
 * image should change its prediction, in either domain: so the borders between classes lie where there are no images.
 * The result is a moving average of the weights.
 */
public final class Vada implements AdaptationMethod {
    static final String CLASSIFIER = "classifier";
    private static final String DOMAINS = "domains";

    /** The registered method {@code vada}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "vada",
                    "VADA",
                    "Shu et al. 2018, A DIRT-T approach to unsupervised domain adaptation, ICLR",
                    new Settings(0.01, 1, 0.01, 0.063, 0.998, 0.2),
                    BatchNeeds.BOTH,
                    List.of(Term.LABEL_LOSS, Term.DOMAIN_LOSS, Smoothness.ENTROPY, Smoothness.SMOOTHNESS),
                    (network, setup) ->
                            new Vada(network, setup.training(), setup.settings().weights()))
            .withStages(settings -> new Stages(settings.warmUp(), false));

    private final Network network;
    private final Network average;
    private final Weights weights;
    private final Learner learner;
    private final Smoothness smoothness;

    /**
     * Settings of VADA.
     *
     * @param adversary λ_d, weight of the adversary, at least 0
     * @param source λ_s, weight of the smoothness on the source, at least 0
     * @param target λ_t, weight of entropy and smoothness on the target, at least 0
     * @param radius size of the change of an image, as the root of the mean square over its inputs, positive; the
     *     paper's length 3.5 for 32×32 colour images is 0.063
     * @param decay share of the average that each update keeps, in [0, 1)
     * @param warmUp see {@link Stages#warmUp()}
     */
    public record Settings(double adversary, double source, double target, double radius, double decay, double warmUp) {
        public Settings {
            new Stages(warmUp, false); // checks the value
            new Weights(adversary, source, target, target, 0, 0, radius, decay); // checks all others
        }

        Weights weights() {
            return new Weights(adversary, source, target, target, 0, 0, radius, decay);
        }
    }

    /**
     * The weights of all losses of VADA and VMT.
     *
     * @param adversary weight of the adversary
     * @param sourceSmoothness weight of the divergence under the worst change, on the source
     * @param targetSmoothness the same on the target
     * @param entropy weight of the entropy of the target's predictions
     * @param sourceMixup weight of the loss between two source images
     * @param targetMixup the same on the target
     * @param radius see {@link Settings#radius()}
     * @param decay see {@link Settings#decay()}
     */
    record Weights(
            double adversary,
            double sourceSmoothness,
            double targetSmoothness,
            double entropy,
            double sourceMixup,
            double targetMixup,
            double radius,
            double decay) {
        Weights {
            for (double weight :
                    new double[] {adversary, sourceSmoothness, targetSmoothness, entropy, sourceMixup, targetMixup}) {
                if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException("weights must be at least 0 and finite, got " + weight);
                }
            }
            if (!(radius > 0 && radius < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("radius must be positive and finite, got " + radius);
            }
            if (!(decay >= 0 && decay < 1)) {
                throw new IllegalArgumentException("decay must be at least 0 and less than 1, got " + decay);
            }
        }
    }

    /** The outputs for one domain in float32: the logits of the classes, and the input of the domain classifier. */
    private record Output(Tensor labels, Tensor seen) {}

    /** @param network must outlive the method */
    Vada(Network network, TrainingSettings training, Weights weights) {
        this.network = network;
        this.weights = weights;
        this.learner = new Learner(
                network,
                training,
                List.of(
                        new ParameterGroup(CLASSIFIER, network.classifierParameters()),
                        new ParameterGroup(DOMAINS, network.domainParameters())));
        this.average = learner.companion("average");
        this.smoothness = new Smoothness(network, weights.radius());
    }

    @Override
    public void begin() {
        average.copyFrom(network);
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        Tensor ofSource = pair.source().inputs();
        Tensor ofTarget = pair.target().inputs();
        Output source = pass(ofSource, Domain.SOURCE, context);
        Output target = pass(ofTarget, Domain.TARGET, context);
        Tensor labelLoss = cross_entropy_loss(source.labels(), pair.source().labels());
        Tensor entropy = Predictions.entropy(target.labels());
        Tensor loss = labelLoss
                .add(inverted(source, target, context), new Scalar(weights.adversary()))
                .add(entropy, new Scalar(weights.entropy()));
        Tensor divergence = smoothness.divergence(ofTarget, Domain.TARGET, context);
        loss = loss.add(divergence, new Scalar(weights.targetSmoothness()));
        if (weights.sourceSmoothness() > 0) {
            Tensor ofChange = smoothness.divergence(ofSource, Domain.SOURCE, context);
            loss = loss.add(ofChange, new Scalar(weights.sourceSmoothness()));
        }
        if (weights.sourceMixup() > 0) {
            Tensor mixup = smoothness.mixup(ofSource, Domain.SOURCE, context);
            loss = loss.add(mixup, new Scalar(weights.sourceMixup()));
        }
        if (weights.targetMixup() > 0) {
            Tensor mixup = smoothness.mixup(ofTarget, Domain.TARGET, context);
            loss = loss.add(mixup, new Scalar(weights.targetMixup()));
        }
        learner.update(loss, context, CLASSIFIER);
        // The domain classifier follows, on the same passes.
        Tensor domainLoss = domainLoss(source.seen().detach(), Domain.SOURCE, Domain.SOURCE, 1, context)
                .add(domainLoss(target.seen().detach(), Domain.TARGET, Domain.TARGET, 1, context));
        learner.update(domainLoss.mul(new Scalar(0.5)), context, DOMAINS);
        follow(context);
        return Terms.of(Term.LABEL_LOSS, labelLoss)
                .and(Term.DOMAIN_LOSS, domainLoss.div(new Scalar(2)))
                .and(Smoothness.ENTROPY, entropy)
                .and(Smoothness.SMOOTHNESS, divergence);
    }

    /** Moves the average towards the network, in the first updates faster. */
    void follow(StepContext context) {
        WeightAverage.follow(average, network, weights.decay(), context);
    }

    private Output pass(Tensor inputs, Domain domain, StepContext context) {
        context.seedPass(domain);
        Pass pass = Pass.train(domain);
        try (Autocast autocast = learner.autocast()) {
            Extraction extraction = network.extract(inputs, pass);
            Tensor labels = network.labels(extraction.features(), pass); // [n, classes]
            HeadInput on = network.spec().head(NetworkSpec.DOMAINS).input();
            Tensor seen = on instanceof HeadInput.Maps maps ? extraction.maps(maps.layer()) : extraction.features();
            return new Output(labels.to(ScalarType.Float), seen);
        }
    }

    /** The domain loss with the labels of both domains exchanged, which the features minimise. */
    private Tensor inverted(Output source, Output target, StepContext context) {
        return domainLoss(source.seen(), Domain.SOURCE, Domain.TARGET, 2, context)
                .add(domainLoss(target.seen(), Domain.TARGET, Domain.SOURCE, 2, context))
                .mul(new Scalar(0.5));
    }

    /** @param answer the domain whose label the loss rewards */
    private Tensor domainLoss(Tensor seen, Domain domain, Domain answer, int number, StepContext context) {
        context.seedPass(domain, number);
        Tensor logits;
        try (Autocast autocast = learner.autocast()) {
            logits = network.domains(seen, Pass.train(domain)).to(ScalarType.Float); // [n]
        }
        return binary_cross_entropy_with_logits(logits, full_like(logits, new Scalar((double) answer.label())));
    }

    /** Returns what computes the losses of smooth predictions on this network. */
    Smoothness smoothness() {
        return smoothness;
    }

    /** Copies the average into the network and measures each domain's batch statistics on it. */
    @Override
    public void finish(LabeledExamples source, UnlabeledExamples target, long seed) {
        network.copyFrom(average);
        AdaptationMethod.super.finish(source, target, seed);
    }

    @Override
    public Network tested() {
        return average;
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
