package io.github.dann4j.adapt;

import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.train.BatchStatistics;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.TrainingStep;

/**
 * A way to train on a labelled source and an unlabelled target. A method never sees target labels: what it is given of the
 * target has none.
 *
 * <p>Life: construct, {@link #begin} once, {@link #step} many times, {@link #finish} once, {@link #close}. A resumed training is
 * constructed, and its {@link #learner} restored instead of {@code begin}.
 */
public interface AdaptationMethod extends TrainingStep, AutoCloseable {
    /** What its updates change: its network, the optimizers, and what else a checkpoint keeps of it. */
    Learner learner();

    /** Called once before the first own update, on the weights as the stages before have left them. */
    default void begin() {}

    /**
     * Called once after the last update, for what is measured on the finished weights: each domain's batch statistics, where they are its
     * own; shared ones stay as the run left them.
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

    /** The network that is looked at while the training goes; after {@link #finish} it is the learner's for every method. */
    default Network tested() {
        return learner().network();
    }

    /** Whose batch statistics the network uses on target images. */
    default Domain targetStatistics() {
        return Domain.TARGET;
    }

    @Override
    default void close() {
        learner().close();
    }
}
