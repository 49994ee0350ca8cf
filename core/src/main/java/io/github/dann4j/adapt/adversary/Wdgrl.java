package io.github.dann4j.adapt.adversary;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.lerp;
import static org.bytedeco.pytorch.global.torch.rand_like;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Head;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Layer.Relu;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Pass;
import io.github.dann4j.optimize.ParameterGroup;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Wasserstein distance guided representation learning (Shen et al. 2018). A critic learns a function whose means on the
 * domains differ as much as a slope of 1 permits: the difference is the Wasserstein distance of the features. The
 * features learn to reduce it.
 */
public final class Wdgrl implements AdaptationMethod {
    private static final String CRITIC = "critic";
    private static final String CLASSIFIER = "classifier";

    /** Mean of the critic on the source minus that on the target, as the features' update sees it. */
    static final Term DISTANCE =
            new Term("wassersteinDistance", "Wasserstein distance", Term.Kind.LOSS, "", Double.NaN);

    /** The registered method {@code wdgrl}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "wdgrl",
                    "WDGRL",
                    "Shen et al. 2018, Wasserstein distance guided representation learning, AAAI",
                    new Settings(new LambdaSchedule(10, 0.1), 5, 10, 0.1, 0.2, true),
                    BatchNeeds.BOTH,
                    List.of(Term.LABEL_LOSS, DISTANCE, Term.WEIGHT),
                    (network, setup) -> new Wdgrl(network, setup.training(), setup.settings()))
            .withStages(settings -> new Stages(settings.warmUp(), settings.resample()))
            .withNetwork(spec -> spec.with(CRITIC, new Head(List.of(new Linear(100), new Relu(), new Linear(1)))));

    private final Network network;
    private final Settings settings;
    private final Learner learner;

    /**
     * Settings of WDGRL.
     *
     * @param weight weight of the distance, which rises along the phase
     * @param criticUpdates updates of the critic per step, at least 1; the paper uses 5
     * @param penalty weight of the gradient penalty, positive; the paper uses 10
     * @param criticRate learning rate of the critic relative to that of the training, positive
     * @param warmUp see {@link Stages#warmUp()}
     * @param resample see {@link Stages#resample()}
     */
    public record Settings(
            LambdaSchedule weight,
            int criticUpdates,
            double penalty,
            double criticRate,
            double warmUp,
            boolean resample) {
        public Settings {
            if (criticUpdates < 1 || !(penalty > 0 && penalty < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "criticUpdates must be at least 1 and penalty positive and finite, got " + criticUpdates
                                + " and " + penalty);
            }
            new ParameterGroup(CRITIC, Map.of(), criticRate); // checks the value
            new Stages(warmUp, resample); // checks both values
        }
    }

    /**
     * Creates the method.
     *
     * @param network has a head {@code critic} of two linear layers with a ReLU between; must outlive the method
     */
    public Wdgrl(Network network, TrainingSettings training, Settings settings) {
        this.network = network;
        this.settings = settings;
        this.learner = new Learner(
                network,
                training,
                List.of(
                        new ParameterGroup(CLASSIFIER, network.classifierParameters()),
                        new ParameterGroup(CRITIC, network.headParameters(CRITIC), settings.criticRate())));
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        double weight = settings.weight().at(context.progress());
        Tensor source;
        Tensor target;
        Tensor logits;
        try (Autocast autocast = learner.autocast()) {
            context.seedPass(Domain.SOURCE);
            Pass pass = Pass.train(Domain.SOURCE);
            source = network.features(pair.source().inputs(), pass); // [n, F]
            logits = network.labels(source, pass); // [n, classes]
            context.seedPass(Domain.TARGET);
            target = network.features(pair.target().inputs(), Pass.train(Domain.TARGET)); // [n, F]
        }
        source = source.to(ScalarType.Float);
        target = target.to(ScalarType.Float);
        Tensor labelLoss =
                cross_entropy_loss(logits.to(ScalarType.Float), pair.source().labels());
        Tensor distance = distance(source, target);
        learner.update(weight > 0 ? labelLoss.add(distance, new Scalar(weight)) : labelLoss, context, CLASSIFIER);
        // The critic follows, on the features of the same passes: it needs none of its own.
        for (int i = 1; i <= settings.criticUpdates(); i++) {
            context.seedPass(Domain.SOURCE, i);
            Tensor loss = criticLoss(source.detach(), target.detach());
            learner.update(loss, context, CRITIC);
        }
        return Terms.of(Term.LABEL_LOSS, labelLoss).and(DISTANCE, distance).and(Term.WEIGHT, weight);
    }

    private Tensor distance(Tensor source, Tensor target) {
        return critic(source, Domain.SOURCE)
                .mean()
                .sub(critic(target, Domain.TARGET).mean());
    }

    private Tensor critic(Tensor features, Domain domain) {
        return network.head(CRITIC, features, Pass.train(domain)); // [n, 1], in float32
    }

    /**
     * The negative distance plus the penalty at both domains' features and at random points between them (eqs. 4 and
     * 5).
     */
    private Tensor criticLoss(Tensor source, Tensor target) {
        Tensor between = lerp(source, target, rand_like(source.narrow(1, 0, 1)));
        Tensor points = cat(new TensorVector(between, source, target));
        return gradientPenalty(points, network.headParameters(CRITIC))
                .mul(new Scalar(settings.penalty()))
                .sub(distance(source, target));
    }

    /**
     * Returns the mean of (‖∇D‖ − 1)², a scalar. For D(f) = v · relu(W f + b) + c the gradient is known, so there is no
     * backward pass of a backward pass: ∇D = Wᵀ (v where W f + b is positive), almost everywhere.
     *
     * @param points float32 {@code [n, F]}
     * @param critic parameters of the two layers, by name
     */
    static Tensor gradientPenalty(Tensor points, Map<String, Tensor> critic) {
        Tensor w = parameter(critic, "critic.0.weight"); // [hidden, F]
        Tensor v = parameter(critic, "critic.2.weight"); // [1, hidden]
        Tensor hidden = points.mm(w.t()).add(parameter(critic, "critic.0.bias")).detach(); // [n, hidden]
        Tensor slopes = hidden.gt(new Scalar(0.0)).to(w.scalar_type()).mul(v).mm(w); // [n, F]
        Tensor norms = slopes.norm(new ScalarOptional(new Scalar(2.0)), 1);
        return norms.sub(new Scalar(1.0)).square().mean();
    }

    private static Tensor parameter(Map<String, Tensor> critic, String name) {
        return Objects.requireNonNull(critic.get(name), name);
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
