package io.github.dann4j.adapt;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.train.BatchStatistics;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.TrainingStep;

/**
 * A way to train on a labelled source and an unlabelled target. A method never sees target labels: the target data that
 * it receives has none.
 *
 * <p>Lifecycle: construct, {@link #begin} once, {@link #step} many times, {@link #finish} once, {@link #close}. To
 * resume a training, construct the method and restore its {@link #learner} instead of calling {@code begin}.
 */
@PublicApi
public interface AdaptationMethod extends TrainingStep, AutoCloseable {
    /**
     * Returns everything that the steps change: the network, the optimizers, and any other state that a checkpoint
     * keeps.
     */
    Learner learner();

    /** Called once before the method's own first step, on the weights that the earlier stages have left. */
    default void begin() {}

    /**
     * Called once after the last step, to measure what depends on the finished weights. By default measures the batch
     * statistics of each domain if each has its own; shared statistics stay as the run left them.
     */
    default void finish(LabeledExamples source, UnlabeledExamples target, long seed) {
        if (learner().network().spec().hasOwnStatistics()) {
            measure(source.unlabeled(), Domain.SOURCE, Seeds.derive(seed, "source statistics"));
            measure(target, Domain.TARGET, Seeds.derive(seed, "target statistics"));
        }
    }

    private void measure(UnlabeledExamples images, Domain domain, long seed) {
        BatchStatistics.measure(learner().network(), images, domain, learner().precision(), seed);
    }

    /**
     * Returns the network to evaluate during training. After {@link #finish}, this is the learner's network for every
     * method.
     */
    default Network tested() {
        return learner().network();
    }

    /** Returns the domain whose batch statistics the network uses on target images. */
    default Domain targetStatistics() {
        return Domain.TARGET;
    }

    @Override
    default void close() {
        learner().close();
    }
}
