package io.github.dann4j.adapt.adversary;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.loss.Predictions;
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
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Margin disparity discrepancy (Zhang et al. 2019, "Bridging theory and algorithm for domain adaptation"). A second
 * label predictor learns to agree with the first one on the source and to disagree on the target; through the gradient
 * reversal the features learn the opposite.
 */
public final class Mdd implements AdaptationMethod {
    private static final String ADVERSARY = "adversary";

    /** What the adversary minimises: its disagreement on the source times γ, plus its agreement on the target. */
    static final Term DISPARITY = new Term("disparityLoss", "disparity loss", Term.Kind.LOSS, "nats", Double.NaN);

    /** The registered method {@code mdd}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "mdd",
                    "MDD",
                    "Zhang et al. 2019, Bridging theory and algorithm for domain adaptation, ICML",
                    new Settings(new LambdaSchedule(10, 0.1), 4, 0.2, true),
                    BatchNeeds.BOTH,
                    List.of(Term.LABEL_LOSS, DISPARITY, Term.LAMBDA),
                    (network, setup) -> new Mdd(network, setup.training(), setup.settings()))
            .withStages(settings -> new Stages(settings.warmUp(), settings.resample()))
            .withNetwork(spec -> spec.with(ADVERSARY, spec.head(NetworkSpec.LABELS)));

    private final Network network;
    private final Settings settings;
    private final Learner learner;

    /**
     * Settings of MDD.
     *
     * @param lambda the factor of the gradient reversal; the authors let it rise to 0.1
     * @param gamma γ = exp(margin), weight of the source, positive; the paper uses 4
     * @param warmUp see {@link Stages#warmUp()}
     * @param resample see {@link Stages#resample()}
     */
    public record Settings(LambdaSchedule lambda, double gamma, double warmUp, boolean resample) {
        public Settings {
            if (!(gamma > 0 && gamma < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("gamma must be positive and finite, got " + gamma);
            }
            new Stages(warmUp, resample); // checks both values
        }
    }

    /** Logits of the label predictor and of its adversary, float32 {@code [n, classes]}. */
    private record Output(Tensor labels, Tensor adversary) {}

    /**
     * Creates the method.
     *
     * @param network has a head {@code adversary} like the label predictor; must outlive the method
     */
    public Mdd(Network network, TrainingSettings training, Settings settings) {
        this.network = network;
        this.settings = settings;
        Map<String, Tensor> parameters = new LinkedHashMap<>(network.classifierParameters());
        parameters.putAll(network.headParameters(ADVERSARY));
        this.learner = new Learner(network, training, parameters);
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        double lambda = settings.lambda().at(context.progress());
        Output source = pass(pair.source().inputs(), Domain.SOURCE, lambda, context);
        Output target = pass(pair.target().inputs(), Domain.TARGET, lambda, context);
        Tensor labelLoss = cross_entropy_loss(source.labels(), pair.source().labels());
        Tensor disparity = disparity(source, target);
        learner.update(labelLoss.add(disparity), context); // the reversal multiplies ∂/∂θ_f of the disparity by −λ
        return Terms.of(Term.LABEL_LOSS, labelLoss).and(DISPARITY, disparity).and(Term.LAMBDA, lambda);
    }

    private Output pass(Tensor inputs, Domain domain, double lambda, StepContext context) {
        context.seedPass(domain);
        Pass pass = Pass.train(domain);
        try (Autocast autocast = learner.autocast()) {
            Tensor features = network.features(inputs, pass); // [n, F]
            Tensor labels = network.labels(features, pass); // [n, classes]
            Tensor adversary = network.head(ADVERSARY, GradientReversal.reverse(features, lambda), pass);
            return new Output(labels.to(ScalarType.Float), adversary.to(ScalarType.Float));
        }
    }

    /**
     * γ · CE(C′(f_s), ŷ_s) − mean ln(1 − p′_ŷ(f_t)), eqs. 25 to 27. The second part is not a negative cross-entropy,
     * which would have no lower bound.
     */
    private Tensor disparity(Output source, Output target) {
        Tensor agreement = cross_entropy_loss(source.adversary(), predicted(source));
        Tensor otherwise = Predictions.logOfOthers(target.adversary(), predicted(target));
        return agreement.mul(new Scalar(settings.gamma())).sub(otherwise.mean());
    }

    /** ŷ, the class that the label predictor gives, without gradient: int64 {@code [n]}. */
    private static Tensor predicted(Output output) {
        return output.labels().detach().max(1).get1();
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
