package io.github.dann4j.guide;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.data.BatchPair;
import io.github.dann4j.data.LabeledImages;
import io.github.dann4j.data.UnlabeledImages;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Pass;
import io.github.dann4j.train.BatchStatistics;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
// guide:begin method
import io.github.dann4j.train.TrainingSettings;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Pulls the mean features of both domains together: the simplest of the methods that match moments. */
final class MeanMatching implements AdaptationMethod {
    private final Network network;
    private final TrainingSettings settings;
    private final Learner learner;
    private final double weight;

    MeanMatching(Network network, TrainingSettings settings, double weight) {
        this.network = network;
        this.settings = settings;
        this.learner = new Learner(network, settings, network.classifierParameters());
        this.weight = weight;
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        context.seedPass(Domain.SOURCE);
        Pass sourcePass = Pass.train(Domain.SOURCE);
        Tensor source = network.features(pair.source().images(), sourcePass); // [n, F]
        Tensor logits = network.labels(source, sourcePass); // [n, classes]
        context.seedPass(Domain.TARGET);
        Tensor target = network.features(pair.target().images(), Pass.train(Domain.TARGET)); // [n, F]

        Tensor labelLoss = cross_entropy_loss(logits, pair.source().labels());
        Tensor gap = source.mean(0).sub(target.mean(0)).square().sum();
        learner.update(labelLoss.add(gap, new Scalar(weight)), context);
        return Terms.of(Term.LABEL_LOSS, labelLoss.item_float());
    }

    @Override
    public void finish(LabeledImages source, UnlabeledImages target, long seed) {
        BatchStatistics.measure(network, source.unlabeled(), Domain.SOURCE, settings.precision(), seed);
        BatchStatistics.measure(network, target, Domain.TARGET, settings.precision(), seed);
    }

    @Override
    public Learner learner() {
        return learner;
    }

    @Override
    public Domain targetStatistics() {
        return Domain.TARGET;
    }

    @Override
    public void close() {
        learner.close();
    }
}
// guide:end
