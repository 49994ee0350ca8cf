package io.github.dann4j.adapt.selftraining;

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
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Pass;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.Phase;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Decision-boundary iterative refinement training with a teacher (Shu et al. 2018, §5.2). First {@link Vada}. Then the
 * source and the adversary are left out, and the network continues on the target alone: predictions should be certain
 * and smooth, and stay near those of a companion, the paper's teacher, which is the average of the weights as it was
 * some steps ago.
 */
public final class DirtT implements AdaptationMethod {
    /** Cross-entropy of the predictions against the companion's. */
    static final Term TEACHER_LOSS = Term.loss("teacherLoss", "teacher loss");

    /** The registered method {@code dirt-t}. */
    public static final MethodType<Settings> TYPE = MethodType.of(
                    "dirt-t",
                    "DIRT-T",
                    "Shu et al. 2018, A DIRT-T approach to unsupervised domain adaptation, ICLR",
                    new Settings(Vada.TYPE.defaults(), 0.5, 0.01, 16),
                    BatchNeeds.BOTH,
                    List.of(Term.LABEL_LOSS, Term.DOMAIN_LOSS, Smoothness.ENTROPY, Smoothness.SMOOTHNESS, TEACHER_LOSS),
                    (network, setup) -> new DirtT(network, setup.training(), setup.settings()))
            .withStages(settings -> new Stages(settings.vada().warmUp(), false));

    private final Network network;
    private final Network companion;
    private final Vada vada;
    private final Settings settings;

    /**
     * Settings of DIRT-T.
     *
     * @param vada settings of the training before the refinement, whose weight on the target also counts in it
     * @param vadaShare share of the steps after the warm-up that belong to VADA, in [0, 1)
     * @param teacher β, weight of the cross-entropy against the companion, at least 0; without it the accuracy falls
     *     from time to time
     * @param rounds how often the companion is renewed during the refinement, at least 1
     */
    public record Settings(Vada.Settings vada, double vadaShare, double teacher, int rounds) {
        public Settings {
            if (!(vadaShare >= 0 && vadaShare < 1)) {
                throw new IllegalArgumentException("vadaShare must be at least 0 and less than 1, got " + vadaShare);
            }
            if (!(teacher >= 0 && teacher < Double.POSITIVE_INFINITY) || rounds < 1) {
                throw new IllegalArgumentException("teacher must be at least 0 and finite and rounds at least 1, got "
                        + teacher + " and " + rounds);
            }
        }
    }

    /** @param network must outlive the method */
    public DirtT(Network network, TrainingSettings training, Settings settings) {
        this.network = network;
        this.settings = settings;
        this.vada = new Vada(network, training, settings.vada().weights());
        this.companion = vada.learner().companion("teacher");
    }

    @Override
    public void begin() {
        vada.begin();
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        Phase refinement = refinement(context.phase());
        if (context.step() < refinement.from()) {
            return vada.step(pair, context);
        }
        if (refinement.begins(context.step(), settings.rounds())) {
            companion.copyFrom(vada.tested());
        }
        return refine(pair.target().inputs(), context);
    }

    private Phase refinement(Phase whole) {
        int steps = whole.to() - whole.from();
        return new Phase(whole.from() + (int) (settings.vadaShare() * steps), whole.to());
    }

    private Terms refine(Tensor inputs, StepContext context) {
        Tensor taught;
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            taught = Smoothness.logits(companion, inputs.to(ScalarType.Float), Domain.TARGET)
                    .softmax(1);
        }
        context.seedPass(Domain.TARGET);
        Pass pass = Pass.train(Domain.TARGET);
        Tensor logits;
        try (Autocast autocast = vada.learner().autocast()) {
            logits = network.labels(network.features(inputs, pass), pass).to(ScalarType.Float); // [n, classes]
        }
        Tensor entropy = Predictions.entropy(logits);
        Tensor divergence = vada.smoothness().divergence(inputs, Domain.TARGET, context);
        Tensor teacherLoss = Predictions.crossEntropy(logits, taught);
        Tensor loss = entropy.add(divergence)
                .mul(new Scalar(settings.vada().target()))
                .add(teacherLoss, new Scalar(settings.teacher()));
        vada.learner().update(loss, context, Vada.CLASSIFIER);
        vada.follow(context);
        return Terms.of(Smoothness.ENTROPY, entropy)
                .and(Smoothness.SMOOTHNESS, divergence)
                .and(TEACHER_LOSS, teacherLoss);
    }

    @Override
    public void finish(LabeledExamples source, UnlabeledExamples target, long seed) {
        vada.finish(source, target, seed);
    }

    @Override
    public Network tested() {
        return vada.tested();
    }

    @Override
    public Learner learner() {
        return vada.learner();
    }
}
