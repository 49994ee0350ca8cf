package io.github.dann4j.adapt;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.github.dann4j.data.BatchPair;
import io.github.dann4j.data.LabeledBatch;
import io.github.dann4j.data.LabeledImages;
import io.github.dann4j.data.UnlabeledImages;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.DannNetwork;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Pass;
import io.github.dann4j.train.BatchStatistics;
import io.github.dann4j.train.FeatureGradients;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.StepLosses;
import io.github.dann4j.train.TrainingSettings;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Training on the source alone: the lower bound. Given the labelled target as its source it is train-on-target, the upper
 * bound (Ganin et al. 2016, Table 2).
 */
public final class SourceOnly implements AdaptationMethod {
    private final Learner learner;
    private final Precision precision;

    /** @param network must outlive the method */
    public SourceOnly(DannNetwork network, TrainingSettings settings) {
        this.learner = new Learner(network, settings, network.classifierParameters());
        this.precision = settings.precision();
    }

    @Override
    public StepLosses step(BatchPair pair, StepContext context) {
        LabeledBatch source = pair.source();
        Tensor features;
        Tensor logits;
        context.seedPass(Domain.SOURCE);
        try (Autocast autocast = learner.autocast()) {
            Pass pass = Pass.train(Domain.SOURCE);
            features = learner.network().features(source.images(), pass); // [n, F]
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
        return StepLosses.ofLabels(labelLoss.item_float());
    }

    @Override
    public boolean usesTarget() {
        return false;
    }

    /** Measures the source's batch statistics; the target's are never looked at. */
    @Override
    public void finish(LabeledImages source, UnlabeledImages target, long seed) {
        BatchStatistics.measure(
                learner.network(),
                source.unlabeled(),
                Domain.SOURCE,
                precision,
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

    @Override
    public void close() {
        learner.close();
    }
}
