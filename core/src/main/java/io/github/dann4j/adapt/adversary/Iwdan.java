package io.github.dann4j.adapt.adversary;

import static org.bytedeco.pytorch.global.torch.binary_cross_entropy_with_logits;
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.one_hot;
import static org.bytedeco.pytorch.global.torch.ones_like;
import static org.bytedeco.pytorch.global.torch.softplus;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.labelshift.ClassWeights;
import io.github.dann4j.labelshift.Confusion;
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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Importance-weighted DANN (Tachet des Combes et al. 2020, "Domain adaptation with conditional distribution matching and
 * generalized label shift"), for a target with other class shares: each source image weighs w_y, an estimate of how much
 * more frequent its class y is in the target. The weights come from the predictions during the training, and are renewed
 * regularly.
 *
 * <p>Departures from the paper: the weights take effect with λ, as 1 + λ (w − 1), because the first estimates are the
 * worst; they are bounded; and an estimate is skipped while the predictions hardly distinguish some classes of the
 * source.
 */
public final class Iwdan implements AdaptationMethod {
    /** Largest weight that the losses use in this step. */
    static final Term LARGEST_WEIGHT =
            new Term("largestClassWeight", "largest class weight", Term.Kind.FACTOR, "", Double.NaN);

    /** The registered method {@code iwdan}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "iwdan",
                    "IWDAN",
                    "Tachet des Combes et al. 2020, Domain adaptation with conditional distribution matching and generalized label shift, NeurIPS",
                    new Settings(new LambdaSchedule(10, 1), 50, 0.5, 5, 0.2),
                    BatchNeeds.BOTH,
                    List.of(Term.LABEL_LOSS, Term.DOMAIN_LOSS, Term.LAMBDA, LARGEST_WEIGHT),
                    (network, setup) -> new Iwdan(network, setup.training(), setup.settings()))
            .withStages(settings -> new Stages(settings.warmUp(), false));

    /** Below this {@link Confusion#separation}, an estimate is not used. */
    private static final double LEAST_SEPARATION = 0.1;

    private final Network network;
    private final Settings settings;
    private final Learner learner;
    private final int classes;
    private final Tensor joint;
    private final Tensor targetMean;
    private final Tensor weights;

    /**
     * Settings of IWDAN.
     *
     * @param lambda the adaptation factor λ_p, as in DANN
     * @param every number of steps whose predictions make one estimate, at least 1
     * @param memory share of the earlier weights that a new estimate keeps, at least 0 and less than 1
     * @param largest bound of a weight and of its inverse, at least 1
     * @param warmUp see {@link Stages#warmUp()}
     */
    public record Settings(LambdaSchedule lambda, int every, double memory, double largest, double warmUp) {
        public Settings {
            if (every < 1) {
                throw new IllegalArgumentException("every must be at least 1, got " + every);
            }
            if (!(memory >= 0 && memory < 1)) {
                throw new IllegalArgumentException("memory must be at least 0 and less than 1, got " + memory);
            }
            if (!(largest >= 1 && largest < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("largest must be at least 1 and finite, got " + largest);
            }
            new Stages(warmUp, false); // checks the value
        }
    }

    /** The outputs for one domain in float32: the logits of the classes, and the logit of "target". */
    private record Output(Tensor labels, Tensor domains) {}

    /** @param network must outlive the method */
    public Iwdan(Network network, TrainingSettings training, Settings settings) {
        this.network = network;
        this.settings = settings;
        Map<String, Tensor> parameters = new LinkedHashMap<>(network.classifierParameters());
        parameters.putAll(network.domainParameters());
        this.learner = new Learner(network, training, parameters);
        this.classes = network.classes();
        this.joint = learner.memory("joint", new float[classes * classes]);
        this.targetMean = learner.memory("targetMean", new float[classes]);
        float[] even = new float[classes];
        Arrays.fill(even, 1);
        this.weights = learner.memory("classWeights", even);
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        double lambda = settings.lambda().at(context.progress());
        Output source = pass(pair.source().inputs(), Domain.SOURCE, lambda, context);
        Output target = pass(pair.target().inputs(), Domain.TARGET, lambda, context);
        Tensor labels = pair.source().labels(); // [n]

        Tensor used = weights.sub(new Scalar(1)).mul(new Scalar(lambda)).add(new Scalar(1)); // [classes]
        Tensor ofImages = used.index_select(0, labels); // [n]
        Tensor labelLoss = crossEntropies(source.labels(), labels).mul(ofImages).mean();
        Tensor domainLoss = softplus(source.domains())
                .mul(ofImages)
                .mean() // −ln(1 − σ(s)) of each image
                .add(binary_cross_entropy_with_logits(target.domains(), ones_like(target.domains())));
        learner.update(labelLoss.add(domainLoss), context);

        count(source.labels(), labels, target.labels());
        if ((context.step() + 1) % settings.every() == 0) {
            renewWeights();
        }
        return Terms.of(Term.LABEL_LOSS, labelLoss)
                .and(Term.DOMAIN_LOSS, domainLoss.div(new Scalar(2)))
                .and(Term.LAMBDA, lambda)
                .and(LARGEST_WEIGHT, used.max());
    }

    private Output pass(Tensor images, Domain domain, double lambda, StepContext context) {
        context.seedPass(domain);
        Pass pass = Pass.train(domain);
        try (Autocast autocast = learner.autocast()) {
            Tensor features = network.features(images, pass); // [n, F]
            Tensor labels = network.labels(features, pass); // [n, classes]
            Tensor domains = network.domains(GradientReversal.reverse(features, lambda), pass); // [n]
            return new Output(labels.to(ScalarType.Float), domains.to(ScalarType.Float));
        }
    }

    /** Returns the loss of each image, {@code [n]}. */
    private static Tensor crossEntropies(Tensor logits, Tensor labels) {
        return cross_entropy_loss(logits, labels, new TensorOptional(), 0, -100, 0);
    }

    /** Adds the predictions of this step to the sums for the next estimate. */
    private void count(Tensor sourceLogits, Tensor labels, Tensor targetLogits) {
        Tensor known = one_hot(labels, classes).to(ScalarType.Float); // [n, classes]
        Tensor predicted = sourceLogits.detach().softmax(1).t().mm(known).div(new Scalar((double) labels.size(0)));
        joint.add_(learner.ofWholeBatch(predicted).flatten());
        targetMean.add_(learner.ofWholeBatch(targetLogits.detach().softmax(1).mean(new long[] {0})));
    }

    private void renewWeights() {
        double[] sums = Tensors.doubles(joint);
        double[] target = Tensors.doubles(targetMean);
        joint.zero_();
        targetMean.zero_();
        double[][] shares = new double[classes][];
        double total = Arrays.stream(sums).sum();
        double targetTotal = Arrays.stream(target).sum();
        if (!Double.isFinite(total) || !Double.isFinite(targetTotal)) {
            return; // the training has diverged, which the losses of this step say
        }
        for (int j = 0; j < classes; j++) {
            shares[j] = Arrays.stream(sums, j * classes, (j + 1) * classes)
                    .map(sum -> sum / total)
                    .toArray();
        }
        Confusion confusion = new Confusion(
                shares, Arrays.stream(target).map(sum -> sum / targetTotal).toArray());
        if (confusion.separation() < LEAST_SEPARATION) {
            return;
        }
        double[] estimate = ClassWeights.of(confusion);
        double[] before = Tensors.doubles(weights);
        float[] renewed = new float[classes];
        for (int y = 0; y < classes; y++) {
            double bounded = Math.min(settings.largest(), Math.max(1 / settings.largest(), estimate[y]));
            renewed[y] = (float) (settings.memory() * before[y] + (1 - settings.memory()) * bounded);
        }
        weights.copy_(Tensors.ofFloats(renewed, classes));
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
