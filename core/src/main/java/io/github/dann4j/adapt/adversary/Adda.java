package io.github.dann4j.adapt.adversary;

import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;
import static org.bytedeco.pytorch.global.torch.full_like;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Pass;
import io.github.dann4j.optimize.ParameterGroup;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Adversarial discriminative domain adaptation (Tzeng et al. 2017). After a training on the source the features are
 * copied. The copy for the source and the label predictor are frozen; the features for the target learn to look like
 * the source's to the domain classifier. The result is the network with the target's features.
 *
 * <p>The features learn by inverted labels instead of a reversal, so they have a gradient also where the domain
 * classifier is certain.
 */
public final class Adda implements AdaptationMethod {
    private static final String FEATURES = "features";
    private static final String DOMAINS = "domains";

    /** Cross-entropy of the domain classifier on the target against "source", which the target's features minimise. */
    static final Term FOOLING = Term.loss("foolingLoss", "fooling loss");

    /** The registered method {@code adda}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "adda",
                    "ADDA",
                    "Tzeng et al. 2017, Adversarial discriminative domain adaptation, CVPR",
                    new Settings(0.1, 0.1, 0.5),
                    BatchNeeds.BOTH,
                    List.of(Term.DOMAIN_LOSS, FOOLING),
                    (network, setup) -> new Adda(network, setup.training(), setup.settings()))
            .withStages(settings -> new Stages(settings.warmUp(), false))
            .withoutLabeledTarget("it keeps the label predictor of its warm-up");

    private final Network network; // with the features of the target
    private final Network source;
    private final Settings settings;
    private final Learner learner;

    /**
     * Settings of ADDA.
     *
     * @param featureRate learning rate of the target's features relative to that of the training, positive; they drift
     *     to wrong classes if it is high
     * @param headStart share of the phase in which the domain classifier learns alone, in [0, 1)
     * @param warmUp the training on the source, see {@link Stages#warmUp()}
     */
    public record Settings(double featureRate, double headStart, double warmUp) {
        public Settings {
            new ParameterGroup(FEATURES, Map.of(), featureRate); // checks the value
            if (!(headStart >= 0 && headStart < 1)) {
                throw new IllegalArgumentException("headStart must be at least 0 and less than 1, got " + headStart);
            }
            new Stages(warmUp, false); // checks the value
        }
    }

    /** @param network must outlive the method */
    public Adda(Network network, TrainingSettings training, Settings settings) {
        this.network = network;
        this.settings = settings;
        this.learner = new Learner(
                network,
                training,
                List.of(
                        new ParameterGroup(FEATURES, network.featureParameters(), settings.featureRate()),
                        new ParameterGroup(DOMAINS, network.domainParameters())));
        this.source = learner.companion("source");
    }

    /** Freezes the source's features as the training on the source has left them. */
    @Override
    public void begin() {
        source.copyFrom(network);
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        // The domain classifier learns to distinguish fixed features.
        Tensor ofSource;
        Tensor ofTarget;
        try (AutoGradMode noGradients = new AutoGradMode(false);
                Autocast autocast = learner.autocast()) {
            ofSource = source.features(pair.source().inputs(), Pass.evaluate(Domain.SOURCE)); // [n, F]
            context.seedPass(Domain.TARGET);
            // Normalised as in the update below, but the running statistics take each batch once.
            ofTarget = network.features(pair.target().inputs(), new Pass(Domain.TARGET, true, true, 0));
        }
        Tensor domainLoss = loss(ofSource, Domain.SOURCE, 1, Domain.SOURCE, context)
                .add(loss(ofTarget, Domain.TARGET, 1, Domain.TARGET, context));
        learner.update(domainLoss, context, DOMAINS);
        // After the head start, the target's features learn to be taken for the source's.
        boolean learns = context.progress() >= settings.headStart();
        Tensor fooling;
        try (AutoGradMode gradients = new AutoGradMode(learns)) {
            fooling = fooling(pair.target().inputs(), context);
        }
        if (learns) {
            learner.update(fooling, context, FEATURES);
        }
        return Terms.of(Term.DOMAIN_LOSS, domainLoss.div(new Scalar(2))).and(FOOLING, fooling);
    }

    private Tensor fooling(Tensor inputs, StepContext context) {
        context.seedPass(Domain.TARGET);
        Tensor features;
        try (Autocast autocast = learner.autocast()) {
            features = network.features(inputs, Pass.train(Domain.TARGET)); // [n, F]
        }
        return loss(features, Domain.TARGET, 2, Domain.SOURCE, context);
    }

    /** @param answer the domain whose label the loss rewards */
    private Tensor loss(Tensor features, Domain domain, int number, Domain answer, StepContext context) {
        context.seedPass(domain, number);
        Tensor logits;
        try (Autocast autocast = learner.autocast()) {
            logits = network.domains(features, Pass.train(domain)).to(ScalarType.Float); // [n]
        }
        return binary_cross_entropy_with_logits(logits, full_like(logits, new Scalar((double) answer.label())));
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
