package io.github.dann4j.adapt.statistic;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.engine.Autocast;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.Pass;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A training step that minimises the label loss plus a weight times one more loss, which sees the features and the
 * logits of both domains. Each domain has a separate pass. Every method of this package is this step with another loss.
 */
final class Alignment implements AdaptationMethod {
    private final Network network;
    private final BatchNeeds needs;
    private final LambdaSchedule weight;
    private final Term term;
    private final Loss loss;
    private final Learner learner;

    /**
     * The outputs for the batch of one domain, in float32.
     *
     * @param features {@code [n, F]}
     * @param logits {@code [n, classes]}
     */
    record Output(Tensor features, Tensor logits) {}

    /** The loss that a method adds. */
    @FunctionalInterface
    interface Loss {
        /**
         * Returns a scalar.
         *
         * @param labels of the source batch, int64 {@code [n]}
         */
        Tensor of(Output source, Output target, Tensor labels);
    }

    /**
     * Creates the method.
     *
     * @param network must outlive the method
     * @param term the name under which a step reports the loss
     */
    Alignment(
            Network network, TrainingSettings training, BatchNeeds needs, LambdaSchedule weight, Term term, Loss loss) {
        this.network = network;
        this.needs = needs;
        this.weight = weight;
        this.term = term;
        this.loss = loss;
        this.learner = new Learner(network, training, network.classifierParameters());
    }

    @Override
    public BatchNeeds needs() {
        return needs;
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        double factor = weight.at(context.progress());
        Tensor labels = Objects.requireNonNull(pair.source().labels());
        Output source = pass(pair.source().inputs(), Domain.SOURCE, context);
        Output target = pass(pair.target().inputs(), Domain.TARGET, context);
        Tensor labelLoss = cross_entropy_loss(source.logits(), labels);
        Tensor added = loss.of(source, target, labels);
        // At 0 not even rounding differs from training on the source alone.
        learner.update(factor > 0 ? labelLoss.add(added, new Scalar(factor)) : labelLoss, context);
        return Terms.of(Term.LABEL_LOSS, labelLoss).and(term, added).and(Term.WEIGHT, factor);
    }

    private Output pass(Tensor inputs, Domain domain, StepContext context) {
        context.seedPass(domain);
        Pass pass = Pass.train(domain);
        try (Autocast autocast = learner.autocast()) {
            Tensor features = network.features(inputs, pass); // [n, F]
            Tensor logits = network.labels(features, pass); // [n, classes]
            return new Output(features.flatten(1, -1).to(ScalarType.Float), logits.to(ScalarType.Float));
        }
    }

    @Override
    public Learner learner() {
        return learner;
    }
}
