package io.github.dann4j.adapt.selftraining;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodSetup;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.loss.Predictions;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Pass;
import io.github.dann4j.optimize.ParameterGroup;
import io.github.dann4j.train.BatchStatistics;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Test entropy minimisation (Wang et al. 2021, "Tent: fully test-time adaptation by entropy minimization"), on the
 * target's training images after a training on the source. Only the scales and shifts of batch norms learn, to make
 * predictions certain; images are normalised by their batch.
 */
public final class Tent implements AdaptationMethod {
    /** Mean entropy of the predictions; images above the bound count as 0. */
    static final Term ENTROPY = Term.loss("entropy", "entropy");

    /** Share of images whose prediction is certain enough to be learned. */
    static final Term MASK = Term.share("maskRate", "mask rate");

    /** The registered method {@code tent}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "tent",
                    "TENT",
                    "Wang et al. 2021, Tent: fully test-time adaptation by entropy minimization, ICLR",
                    new Settings(1, 0.1, 0.8),
                    BatchNeeds.TARGET,
                    List.of(ENTROPY, MASK),
                    Tent::new)
            .withOwnStatistics()
            .withStages(settings -> new Stages(settings.warmUp(), false))
            .withoutLabeledTarget("it keeps the label predictor of its warm-up");

    private final Network network;
    private final MethodSetup<Settings> setup;
    private final Learner learner;

    /**
     * Settings of TENT.
     *
     * @param bound an image counts if its entropy is at most this share of ln(classes), in (0, 1]; 1 for all images, as
     *     in the paper; 0.4 keeps uncertain images from spoiling long trainings (Niu et al. 2022)
     * @param rate learning rate relative to that of the training, positive
     * @param warmUp the training on the source, see {@link Stages#warmUp()}
     */
    public record Settings(double bound, double rate, double warmUp) {
        public Settings {
            if (!(bound > 0 && bound <= 1)) {
                throw new IllegalArgumentException("bound must be above 0 and at most 1, got " + bound);
            }
            new ParameterGroup("norms", Map.of(), rate); // checks the value
            new Stages(warmUp, false); // checks the value
        }
    }

    /**
     * Creates the method.
     *
     * @param network must outlive the method
     * @throws IllegalArgumentException if the network has no batch norm in features and label predictor
     */
    public Tent(Network network, MethodSetup<Settings> setup) {
        this.network = network;
        this.setup = setup;
        Map<String, Tensor> norms = norms(network);
        if (norms.isEmpty()) {
            throw new IllegalArgumentException("TENT changes batch norms alone, but the network %s has none"
                    .formatted(network.spec().name()));
        }
        this.learner = new Learner(
                network,
                setup.training(),
                List.of(new ParameterGroup("norms", norms, setup.settings().rate())));
    }

    /** Returns γ and β of every batch norm of features and label predictor: those layers have running statistics. */
    static Map<String, Tensor> norms(Network network) {
        Map<String, Tensor> parameters = network.classifierParameters();
        Map<String, Tensor> norms = new LinkedHashMap<>();
        for (String buffer : network.buffers().keySet()) {
            int end = buffer.indexOf(".running_mean");
            if (end < 0) {
                continue;
            }
            for (String part : List.of(".weight", ".bias")) {
                String name = buffer.substring(0, end) + part;
                if (parameters.containsKey(name)) {
                    norms.put(name, Objects.requireNonNull(parameters.get(name)));
                }
            }
        }
        return norms;
    }

    @Override
    public BatchNeeds needs() {
        return TYPE.needs();
    }

    /** Measures the target's batch statistics, by which it is tested during the training. */
    @Override
    public void begin() {
        BatchStatistics.measure(
                network, setup.target(), Domain.TARGET, learner.precision(), Seeds.derive(setup.seed(), "begin"));
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        context.seedPass(Domain.TARGET);
        Pass pass = Pass.train(Domain.TARGET);
        Tensor logits;
        try (Autocast autocast = learner.autocast()) {
            logits = network.labels(network.features(pair.target().inputs(), pass), pass)
                    .to(ScalarType.Float); // [n, classes]
        }
        Tensor entropies = Predictions.entropies(logits); // [n]
        double bound = setup.settings().bound() * Math.log(logits.size(1));
        Tensor sure = entropies.detach().le(new Scalar(bound + 1e-6)).to(ScalarType.Float);
        Tensor loss = entropies.mul(sure).mean();
        learner.update(loss, context);
        return Terms.of(ENTROPY, loss).and(MASK, sure.mean());
    }

    /** Measures the target's batch statistics. The source's stay as the training on the source left them. */
    @Override
    public void finish(LabeledExamples source, UnlabeledExamples target, long seed) {
        BatchStatistics.measure(
                network, target, Domain.TARGET, learner.precision(), Seeds.derive(seed, "target statistics"));
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
