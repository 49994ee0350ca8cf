package io.github.dann4j.adapt.adversary;

import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.full_like;
import static org.bytedeco.pytorch.global.torch.linalg_svdvals;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.GradientReversal;
import io.github.dann4j.model.Network;
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
 * Batch spectral penalisation (Chen et al. 2019, "Transferability vs. discriminability"): DANN with a penalty on the
 * largest singular values of each domain's features. An adversary prefers the few directions in which features vary
 * most; the penalty keeps the others, by which classes are distinguished.
 */
public final class Bsp implements AdaptationMethod {
    /** Sum of the squared largest singular values of both domains' features. */
    static final Term PENALTY = new Term("spectralPenalty", "spectral penalty", Term.Kind.LOSS, "", Double.NaN);

    /** The registered method {@code bsp}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "bsp",
                    "BSP",
                    "Chen et al. 2019, Transferability vs. discriminability: batch spectral penalization, ICML",
                    new Settings(new LambdaSchedule(10, 1), 1e-4, 1, 0.2, true),
                    BatchNeeds.BOTH,
                    List.of(Term.LABEL_LOSS, Term.DOMAIN_LOSS, PENALTY, Term.LAMBDA),
                    (network, setup) -> new Bsp(network, setup.training(), setup.settings()))
            .withStages(settings -> new Stages(settings.warmUp(), settings.resample()));

    private final Network network;
    private final Settings settings;
    private final Learner learner;

    /**
     * Settings of BSP.
     *
     * @param lambda the adaptation factor λ_p, as in DANN
     * @param weight β, weight of the penalty, at least 0; 0 for DANN
     * @param values number k of singular values that are penalised, at least 1
     * @param warmUp see {@link Stages#warmUp()}
     * @param resample see {@link Stages#resample()}
     */
    public record Settings(LambdaSchedule lambda, double weight, int values, double warmUp, boolean resample) {
        public Settings {
            if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY) || values < 1) {
                throw new IllegalArgumentException(
                        "weight must be at least 0 and finite and values at least 1, got " + weight + " and " + values);
            }
            new Stages(warmUp, resample); // checks both values
        }
    }

    /** The outputs for one domain in float32: the features, the logits of the classes and the logit of "target". */
    private record Output(Tensor features, Tensor labels, Tensor domains) {}

    /** @param network must outlive the method */
    public Bsp(Network network, TrainingSettings training, Settings settings) {
        this.network = network;
        this.settings = settings;
        Map<String, Tensor> parameters = new LinkedHashMap<>(network.classifierParameters());
        parameters.putAll(network.domainParameters());
        this.learner = new Learner(network, training, parameters);
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        double lambda = settings.lambda().at(context.progress());
        Output source = pass(pair.source().inputs(), Domain.SOURCE, lambda, context);
        Output target = pass(pair.target().inputs(), Domain.TARGET, lambda, context);
        Tensor labelLoss = cross_entropy_loss(source.labels(), pair.source().labels());
        Tensor domainLoss = domainLoss(source, Domain.SOURCE).add(domainLoss(target, Domain.TARGET));
        Tensor penalty =
                penalty(source.features(), settings.values()).add(penalty(target.features(), settings.values()));
        Tensor loss = labelLoss.add(domainLoss);
        learner.update(settings.weight() > 0 ? loss.add(penalty, new Scalar(settings.weight())) : loss, context);
        return Terms.of(Term.LABEL_LOSS, labelLoss)
                .and(Term.DOMAIN_LOSS, domainLoss.div(new Scalar(2)))
                .and(PENALTY, penalty)
                .and(Term.LAMBDA, lambda);
    }

    private Output pass(Tensor inputs, Domain domain, double lambda, StepContext context) {
        context.seedPass(domain);
        Pass pass = Pass.train(domain);
        try (Autocast autocast = learner.autocast()) {
            Tensor features = network.features(inputs, pass); // [n, F]
            Tensor labels = network.labels(features, pass); // [n, classes]
            Tensor domains = network.domains(GradientReversal.reverse(features, lambda), pass); // [n]
            return new Output(features.to(ScalarType.Float), labels.to(ScalarType.Float), domains.to(ScalarType.Float));
        }
    }

    private static Tensor domainLoss(Output output, Domain domain) {
        return binary_cross_entropy_with_logits(
                output.domains(), full_like(output.domains(), new Scalar((double) domain.label())));
    }

    /**
     * Returns the sum of the k largest squared singular values (eq. 7), a scalar.
     *
     * @param features float32 {@code [n, F]}
     */
    static Tensor penalty(Tensor features, long k) {
        // Values that are not finite would be an error here; the other losses report them.
        Tensor values = linalg_svdvals(features.flatten(1, -1).nan_to_num()); // the largest first
        return values.narrow(0, 0, Math.min(k, values.size(0))).square().sum();
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
