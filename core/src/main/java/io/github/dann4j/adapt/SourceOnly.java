package io.github.dann4j.adapt;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.LabeledBatch;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Pass;
import io.github.dann4j.train.BatchStatistics;
import io.github.dann4j.train.FeatureGradients;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains on the source alone: the lower bound. If its source is the labelled target, this is train-on-target, the upper
 * bound (Ganin et al. 2016, Table 2).
 */
@PublicApi
public final class SourceOnly implements AdaptationMethod {
    /** The registered method {@code source-only}: the lower bound. */
    public static final MethodType<NoSettings> TYPE = named("source-only", "Source only");

    /** The registered method {@code target-only}: the upper bound, which needs target labels. */
    public static final MethodType<NoSettings> ON_TARGET =
            named("target-only", "Train on target").onTargetLabels();

    private final Learner learner;

    /** @param network must outlive the method */
    public SourceOnly(Network network, TrainingSettings settings) {
        this.learner = new Learner(network, settings, network.classifierParameters());
    }

    private static MethodType<NoSettings> named(String name, String title) {
        return MethodType.of(
                name,
                title,
                "the bounds of Ganin et al. 2016, Table 2",
                new NoSettings(),
                BatchNeeds.SOURCE,
                List.of(Term.LABEL_LOSS),
                (network, setup) -> new SourceOnly(network, setup.training()));
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        LabeledBatch source = pair.source();
        Tensor features;
        Tensor logits;
        context.seedPass(Domain.SOURCE);
        try (Autocast autocast = learner.autocast()) {
            Pass pass = Pass.train(Domain.SOURCE);
            features = learner.network().features(source.inputs(), pass); // [n, F]
            logits = learner.network().labels(features, pass); // [n, classes]
        }
        Tensor labelLoss = cross_entropy_loss(logits.to(ScalarType.Float), source.labels());
        boolean looked = context.wantsGradients() && features.requires_grad();
        if (looked) {
            features.retain_grad();
        }
        learner.update(labelLoss, context);
        if (looked) {
            context.probe().gradients(FeatureGradients.ofLabels(Tensors.floats(features.grad())));
        }
        return Terms.of(Term.LABEL_LOSS, labelLoss);
    }

    @Override
    public BatchNeeds needs() {
        return BatchNeeds.SOURCE;
    }

    /** Measures the source's batch statistics; the target's are not used. */
    @Override
    public void finish(LabeledExamples source, UnlabeledExamples target, long seed) {
        BatchStatistics.measure(
                learner.network(),
                source.unlabeled(),
                Domain.SOURCE,
                learner.precision(),
                Seeds.derive(seed, "source statistics"));
    }

    @Override
    public Learner learner() {
        return learner;
    }

    @Override
    public Domain targetStatistics() {
        return Domain.SOURCE;
    }
}
