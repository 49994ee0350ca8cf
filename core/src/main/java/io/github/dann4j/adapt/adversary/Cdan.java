package io.github.dann4j.adapt.adversary;

import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.full_like;
import static org.bytedeco.pytorch.global.torch.ones_like;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.GradientReversal;
import io.github.dann4j.model.HeadInput;
import io.github.dann4j.model.MultilinearMap;
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
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Conditional domain-adversarial training (Long et al. 2018, "Conditional adversarial domain adaptation"). The domain
 * classifier sees the multilinear map p ⊗ f of predictions and features, so the domains are matched class by class.
 * With {@link Settings#entropy()} this is CDAN+E: images with confident predictions weigh more.
 *
 * <p>p is detached from the adversary's gradient, in the map and in the weights: only the features learn to fool the
 * domain classifier.
 */
public final class Cdan implements AdaptationMethod {
    /** The registered method {@code cdan}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "cdan",
                    "CDAN",
                    "Long et al. 2018, Conditional adversarial domain adaptation, NeurIPS",
                    new Settings(new LambdaSchedule(10, 0.5), true, 0.2, true),
                    BatchNeeds.BOTH,
                    List.of(Term.LABEL_LOSS, Term.DOMAIN_LOSS, Term.LAMBDA),
                    (network, setup) -> new Cdan(network, setup.training(), setup.settings()))
            .withNetwork(spec -> spec.with(
                    NetworkSpec.DOMAINS, spec.head(NetworkSpec.DOMAINS).on(new HeadInput.Multilinear())))
            .withStages(settings -> new Stages(settings.warmUp(), settings.resample()));

    private final Network network;
    private final Settings settings;
    private final Learner learner;

    /**
     * Settings of CDAN.
     *
     * @param lambda the adaptation factor λ_p, as in DANN
     * @param entropy true for CDAN+E: an image weighs 1 + exp(−H(p)), where H is the entropy of its prediction (§3.3)
     * @param warmUp see {@link Stages#warmUp()}
     * @param resample see {@link Stages#resample()}
     */
    public record Settings(LambdaSchedule lambda, boolean entropy, double warmUp, boolean resample) {
        public Settings {
            new Stages(warmUp, resample); // checks both values
        }
    }

    /** The outputs for one domain: logits of the classes, and the logit of "target". */
    private record Output(Tensor labels, Tensor domains) {}

    /**
     * Creates the method.
     *
     * @param network its domain head takes the multilinear map as input; must outlive the method
     */
    public Cdan(Network network, TrainingSettings training, Settings settings) {
        this.network = network;
        this.settings = settings;
        Map<String, Tensor> parameters = new LinkedHashMap<>(network.classifierParameters());
        parameters.putAll(network.domainParameters());
        this.learner = new Learner(network, training, parameters);
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        double lambda = settings.lambda().at(context.progress());
        Output source;
        Output target;
        try (Autocast autocast = learner.autocast()) {
            source = pass(pair.source().inputs(), Domain.SOURCE, lambda, context);
            target = pass(pair.target().inputs(), Domain.TARGET, lambda, context);
        }
        Tensor labelLoss = cross_entropy_loss(
                source.labels().to(ScalarType.Float), pair.source().labels());
        Tensor domainLoss = domainLoss(source, Domain.SOURCE).add(domainLoss(target, Domain.TARGET));
        learner.update(labelLoss.add(domainLoss), context);
        return Terms.of(Term.LABEL_LOSS, labelLoss)
                .and(Term.DOMAIN_LOSS, domainLoss.div(new Scalar(2)))
                .and(Term.LAMBDA, lambda);
    }

    private Output pass(Tensor images, Domain domain, double lambda, StepContext context) {
        context.seedPass(domain);
        Pass pass = Pass.train(domain);
        Tensor features = network.features(images, pass); // f, [n, F]
        Tensor labels = network.labels(features, pass); // [n, classes]
        Tensor predictions = labels.detach().softmax(1); // p
        Tensor map = MultilinearMap.of(predictions, features); // [n, classes · F]
        return new Output(labels, network.domains(GradientReversal.reverse(map, lambda), pass));
    }

    /** L_d of one domain: the weighted mean over its images. */
    private Tensor domainLoss(Output output, Domain domain) {
        Tensor logits = output.domains().to(ScalarType.Float); // [n]
        Tensor losses = binary_cross_entropy_with_logits(
                logits,
                full_like(logits, new Scalar((double) domain.label())),
                new TensorOptional(),
                new TensorOptional(),
                0); // no reduction: one loss per image
        Tensor weights = settings.entropy() ? certainty(output.labels()) : ones_like(logits);
        return losses.mul(weights).sum().div(weights.sum());
    }

    /** Returns 1 + exp(−H(p)) of each image, without gradient: {@code [n]}, between 1 + 1/classes and 2. */
    private static Tensor certainty(Tensor labels) {
        Tensor logProbabilities = labels.detach().to(ScalarType.Float).log_softmax(1);
        Tensor negativeEntropy = logProbabilities.exp().mul(logProbabilities).sum(1);
        return negativeEntropy.exp().add(new Scalar(1.0));
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
