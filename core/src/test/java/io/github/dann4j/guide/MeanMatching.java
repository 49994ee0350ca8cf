package io.github.dann4j.guide;

// guide:begin method
import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodProvider;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.engine.Autocast;
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
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Pulls the mean features of both domains together: the simplest method that matches moments. */
public final class MeanMatching implements AdaptationMethod {
    /** Squared distance of both domains' mean features. */
    static final Term GAP = new Term("meanGap", "gap of the means", Term.Kind.LOSS, "", Double.NaN);

    public static final MethodType<Settings> TYPE = MethodType.of(
            "mean-matching",
            "Mean matching",
            "an example",
            new Settings(0.1),
            BatchNeeds.BOTH,
            List.of(Term.LABEL_LOSS, GAP),
            (network, setup) -> new MeanMatching(network, setup.training(), setup.settings()));

    private final Network network;
    private final Learner learner;
    private final Settings settings;

    /** @param weight of the gap relative to the label loss */
    public record Settings(double weight) {}

    /** Provides the method to every program that finds this class. */
    public static final class Provider implements MethodProvider {
        @Override
        public List<MethodType<?>> methods() {
            return List.of(TYPE);
        }
    }

    MeanMatching(Network network, TrainingSettings training, Settings settings) {
        this.network = network;
        this.learner = new Learner(network, training, network.classifierParameters());
        this.settings = settings;
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        Tensor source;
        Tensor target;
        Tensor logits;
        try (Autocast autocast = learner.autocast()) {
            context.seedPass(Domain.SOURCE);
            Pass sourcePass = Pass.train(Domain.SOURCE);
            source = network.features(pair.source().inputs(), sourcePass); // [n, F]
            logits = network.labels(source, sourcePass); // [n, classes]
            context.seedPass(Domain.TARGET);
            target = network.features(pair.target().inputs(), Pass.train(Domain.TARGET)); // [n, F]
        }
        Tensor labelLoss =
                cross_entropy_loss(logits.to(ScalarType.Float), pair.source().labels());
        Tensor gap = source.to(ScalarType.Float)
                .mean(0)
                .sub(target.to(ScalarType.Float).mean(0))
                .square()
                .sum();
        learner.update(labelLoss.add(gap, new Scalar(settings.weight())), context);
        return Terms.of(Term.LABEL_LOSS, labelLoss).and(GAP, gap);
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
// guide:end
