package io.github.dann4j.app.plugin;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodProvider;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Pass;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** A method as a third party would write it: learns the source, and to make confident predictions on the target. */
public final class ConfidentTarget implements AdaptationMethod {
    private static final Term ENTROPY = Term.loss("targetEntropy", "entropy on the target");

    private static final MethodType<Settings> TYPE = MethodType.of(
            "confident-target",
            "Confident target",
            "a test",
            new Settings(0.1),
            BatchNeeds.BOTH,
            List.of(Term.LABEL_LOSS, ENTROPY),
            (network, setup) -> new ConfidentTarget(
                    network, setup.training(), setup.settings().weight()));

    private final Network network;
    private final Learner learner;
    private final double weight;

    /** @param weight of the entropy */
    public record Settings(double weight) {}

    /** The provider that the service file of the jar names. */
    public static final class Provider implements MethodProvider {
        @Override
        public List<MethodType<?>> methods() {
            return List.of(TYPE);
        }
    }

    private ConfidentTarget(Network network, TrainingSettings training, double weight) {
        this.network = network;
        this.learner = new Learner(network, training, network.classifierParameters());
        this.weight = weight;
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        Tensor labelLoss = cross_entropy_loss(
                logits(pair.source().inputs(), Domain.SOURCE, context),
                pair.source().labels());
        Tensor logProbabilities =
                logits(pair.target().inputs(), Domain.TARGET, context).log_softmax(1);
        Tensor entropy =
                logProbabilities.exp().mul(logProbabilities).sum(1).mean().neg();
        learner.update(labelLoss.add(entropy, new Scalar(weight)), context);
        return Terms.of(Term.LABEL_LOSS, labelLoss.item_float()).and(ENTROPY, entropy.item_float());
    }

    private Tensor logits(Tensor images, Domain domain, StepContext context) {
        context.seedPass(domain);
        Pass pass = Pass.train(domain);
        return network.labels(network.features(images, pass), pass);
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
