package io.github.dann4j.adapt.selftraining;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.loss.Predictions;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.Pass;
import io.github.dann4j.optimize.ParameterGroup;
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
 * DANN with a last phase of information maximisation (Liang et al. 2020, §3.2, SHOT-IM). The label predictor is frozen,
 * and the features learn from the target alone to make each prediction certain and all predictions together diverse.
 */
public final class InformationMaximisation implements AdaptationMethod {
    private static final String FEATURES = "features";
    private static final String HEADS = "heads";

    /** Mean entropy of the predictions: 0 if all are certain. */
    static final Term ENTROPY = Term.loss("entropy", "entropy");

    /** Entropy of the mean prediction: ln(classes) if all classes are equally frequent. */
    static final Term DIVERSITY = Term.loss("diversity", "diversity");

    /** The registered method {@code dann-im}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "dann-im",
                    "DANN + IM",
                    "Ganin et al. 2016, JMLR 17(59); Liang et al. 2020, Do we really need to access the source data?, ICML",
                    new Settings(LambdaSchedule.paper(), 0.25, 1, 0.2, true),
                    BatchNeeds.BOTH,
                    List.of(
                            Term.LABEL_LOSS,
                            Term.DOMAIN_LOSS,
                            Term.LAMBDA,
                            Term.LABEL_GRADIENT,
                            Term.DOMAIN_GRADIENT,
                            ENTROPY,
                            DIVERSITY),
                    (network, setup) -> new InformationMaximisation(network, setup.training(), setup.settings()))
            .withStages(settings -> new Stages(settings.warmUp(), settings.resample()))
            .withoutLabeledTarget("its last steps keep the label predictor");

    private final Network network;
    private final Settings settings;
    private final Learner learner;
    private final Dann dann;

    /**
     * Settings of DANN with information maximisation.
     *
     * @param lambda the adaptation factor λ_p of DANN
     * @param share share of the steps after the warm-up that maximise information, at their end; in [0, 1), 0 for DANN
     * @param diversity weight of the diversity, at least 0; less than 1 if the target's classes are not balanced
     * @param warmUp see {@link Stages#warmUp()}
     * @param resample see {@link Stages#resample()}
     */
    public record Settings(LambdaSchedule lambda, double share, double diversity, double warmUp, boolean resample) {
        public Settings {
            if (!(share >= 0 && share < 1 && diversity >= 0 && diversity < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "share must be at least 0 and less than 1 and diversity at least 0 and finite, got " + share
                                + " and " + diversity);
            }
            new Stages(warmUp, resample); // checks both values
        }
    }

    /** @param network must outlive the method */
    public InformationMaximisation(Network network, TrainingSettings training, Settings settings) {
        this.network = network;
        this.settings = settings;
        Map<String, Tensor> heads = new LinkedHashMap<>(network.headParameters(NetworkSpec.LABELS));
        heads.putAll(network.domainParameters());
        this.learner = new Learner(
                network,
                training,
                List.of(new ParameterGroup(FEATURES, network.featureParameters()), new ParameterGroup(HEADS, heads)));
        this.dann = new Dann(network, new DannSettings(settings.lambda(), DannSettings.Passes.SEPARATE), learner);
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        if (context.progress() < 1 - settings.share()) {
            return dann.step(pair, context);
        }
        context.seedPass(Domain.TARGET);
        Pass pass = Pass.train(Domain.TARGET);
        Tensor logits;
        try (Autocast autocast = learner.autocast()) {
            logits = network.labels(network.features(pair.target().inputs(), pass), pass)
                    .to(ScalarType.Float); // [n, classes]
        }
        Tensor entropy = Predictions.entropy(logits);
        Tensor diversity = Predictions.diversity(logits);
        learner.update(entropy.sub(diversity, new Scalar(settings.diversity())), context, FEATURES);
        return Terms.of(ENTROPY, entropy).and(DIVERSITY, diversity);
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
