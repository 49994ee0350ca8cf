package io.github.dann4j.adapt;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.loss.DomainLoss;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.GradientReversal;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.Pass;
import io.github.dann4j.train.FeatureGradients;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Domain-adversarial training of neural networks (Ganin et al. 2016, §4).
 *
 * <table>
 * <caption>The symbols of the paper</caption>
 * <tr><td>G_f, G_y, G_d</td><td>{@link Network#features}, {@link Network#labels}, {@link Network#domains}</td></tr>
 * <tr><td>R_λ</td><td>{@link GradientReversal#reverse}</td></tr>
 * <tr><td>λ_p</td><td>{@link DannSettings#lambda()}</td></tr>
 * <tr><td>μ_p</td><td>{@link TrainingSettings#learningRate()}</td></tr>
 * <tr><td>L_y, L_d</td><td>{@link Term#LABEL_LOSS}, {@link Term#DOMAIN_LOSS}</td></tr>
 * <tr><td>d = 0, d = 1</td><td>{@link Domain#SOURCE}, {@link Domain#TARGET}</td></tr>
 * </table>
 */
@PublicApi
public final class Dann implements AdaptationMethod {
    /** The registered method {@code dann}. */
    public static final MethodType<DannSettings> TYPE = MethodType.of(
                    "dann",
                    "DANN",
                    "Ganin et al. 2016, Domain-adversarial training of neural networks, JMLR 17(59)",
                    DannSettings.paper(),
                    BatchNeeds.BOTH,
                    List.of(Term.LABEL_LOSS, Term.DOMAIN_LOSS, Term.LAMBDA, Term.LABEL_GRADIENT, Term.DOMAIN_GRADIENT),
                    (network, setup) -> new Dann(network, setup.training(), setup.settings()))
            .withStages(DannSettings::stages);

    private final Network network;
    private final DannSettings settings;
    private final Learner learner;

    /**
     * Outputs of one forward pass over both domains, in the run's precision, with the features before and after the
     * reversal.
     */
    private record Outputs(
            Tensor features, Tensor reversed, Tensor labels, Tensor sourceDomains, Tensor targetDomains) {
        /** Call before the backward pass, which would otherwise discard these gradients. */
        void keepGradients() {
            if (features.requires_grad()) {
                features.retain_grad();
                reversed.retain_grad();
            }
        }

        /** Adds the norms of ∂L_y/∂f and ∂L_d/∂f. The backward pass has left ∂L_y/∂f − λ ∂L_d/∂f at the features. */
        Terms gradientNorms(double lambda, Terms losses) {
            if (!features.requires_grad()) { // nothing below the heads learns
                return losses.and(Term.LABEL_GRADIENT, Double.NaN).and(Term.DOMAIN_GRADIENT, Double.NaN);
            }
            return losses.and(Term.LABEL_GRADIENT, labelGradient(lambda).norm())
                    .and(Term.DOMAIN_GRADIENT, reversed.grad().norm());
        }

        private Tensor labelGradient(double lambda) {
            return features.grad().add(reversed.grad(), new Scalar(lambda));
        }

        FeatureGradients gradients(double lambda) {
            return new FeatureGradients(
                    Tensors.floats(labelGradient(lambda)),
                    Tensors.floats(reversed.grad()),
                    Tensors.floats(features.grad()));
        }
    }

    /**
     * Creates the method.
     *
     * @param network must outlive the method
     * @throws IllegalArgumentException if both domains share one pass but each has its own batch statistics
     */
    public Dann(Network network, TrainingSettings training, DannSettings settings) {
        this(network, settings, () -> {
            Map<String, Tensor> parameters = new LinkedHashMap<>(network.classifierParameters());
            parameters.putAll(network.domainParameters());
            return new Learner(network, training, parameters);
        });
    }

    /**
     * Creates the method for a training that has other steps too.
     *
     * @param learner trains features, label predictor and domain classifier of the network; the caller closes it
     * @throws IllegalArgumentException as above
     */
    public Dann(Network network, DannSettings settings, Learner learner) {
        this(network, settings, () -> learner);
    }

    private Dann(Network network, DannSettings settings, Supplier<Learner> learner) {
        if (settings.passes() == Passes.JOINT && network.spec().statistics() == Statistics.PER_DOMAIN) {
            throw new IllegalArgumentException(
                    "a joint pass mixes both domains in one batch, so their statistics cannot be PER_DOMAIN; use SHARED or separate passes");
        }
        this.network = network;
        this.settings = settings;
        this.learner = learner.get();
    }

    /** Runs one step: both losses, one backward pass (eqs. 12 to 14, in the form of eq. 18). */
    @Override
    public Terms step(BatchPair pair, StepContext context) {
        double lambda = settings.lambda().at(context.progress()); // λ_p
        Outputs outputs;
        try (Autocast autocast = learner.autocast()) {
            outputs =
                    settings.passes() == Passes.JOINT ? joint(pair, lambda, context) : separate(pair, lambda, context);
        }
        Tensor labelLoss = cross_entropy_loss(
                outputs.labels().to(ScalarType.Float), pair.source().labels()); // L_y, source alone
        Tensor sourceLogits = outputs.sourceDomains().to(ScalarType.Float);
        Tensor targetLogits = outputs.targetDomains().to(ScalarType.Float);
        Tensor domainLoss = DomainLoss.of(sourceLogits, targetLogits); // L_d: the sum of the domains' means
        outputs.keepGradients();
        learner.update(labelLoss.add(domainLoss), context); // the reversal multiplies ∂L_d/∂θ_f by −λ
        if (context.wantsGradients() && outputs.features().requires_grad()) {
            context.probe().gradients(outputs.gradients(lambda));
        }
        Terms losses = Terms.of(Term.LABEL_LOSS, labelLoss)
                .and(Term.DOMAIN_LOSS, domainLoss.div(new Scalar(2)))
                .and(Term.LAMBDA, lambda);
        return outputs.gradientNorms(lambda, losses);
    }

    private Outputs separate(BatchPair pair, double lambda, StepContext context) {
        context.seedPass(Domain.SOURCE);
        Pass sourcePass = Pass.train(Domain.SOURCE);
        Tensor source = network.features(pair.source().inputs(), sourcePass); // [n, F]
        Tensor labels = network.labels(source, sourcePass); // [n, classes]
        Tensor reversed = GradientReversal.reverse(source, lambda);
        Tensor sourceDomains = network.domains(reversed, sourcePass); // [n]

        context.seedPass(Domain.TARGET);
        Pass targetPass = Pass.train(Domain.TARGET);
        Tensor target = network.features(pair.target().inputs(), targetPass); // [n, F]
        Tensor targetDomains = network.domains(GradientReversal.reverse(target, lambda), targetPass); // [n]
        return new Outputs(source, reversed, labels, sourceDomains, targetDomains);
    }

    private Outputs joint(BatchPair pair, double lambda, StepContext context) {
        context.seedPass(Domain.SOURCE);
        Pass pass = Pass.train(Domain.SOURCE); // statistics are shared: one slot
        long n = pair.source().inputs().size(0);
        Tensor both = network.features(
                cat(new TensorVector(pair.source().inputs(), pair.target().inputs())), pass); // [2n, F]
        Tensor labels =
                network.labels(both.slice(0, new LongOptional(0), new LongOptional(n), 1), pass); // [n, classes]
        Tensor reversed = GradientReversal.reverse(both, lambda);
        Tensor domains = network.domains(reversed, pass); // [2n]
        return new Outputs(
                both,
                reversed,
                labels,
                domains.slice(0, new LongOptional(0), new LongOptional(n), 1),
                domains.slice(0, new LongOptional(n), new LongOptional(), 1));
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
