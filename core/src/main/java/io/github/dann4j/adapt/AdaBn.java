package io.github.dann4j.adapt;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.train.BatchStatistics;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;

/**
 * Adaptive batch normalisation (Li et al. 2017): trains on the source alone, then measures the target's batch
 * statistics on its unlabelled images. The fair baseline for every method that uses the target's statistics.
 */
@PublicApi
public final class AdaBn implements AdaptationMethod {
    /** The registered method {@code adabn}. */
    public static final MethodType<NoSettings> TYPE = MethodType.of(
                    "adabn",
                    "AdaBN",
                    "Li et al. 2017, Revisiting batch normalization for practical domain adaptation, ICLR workshop",
                    new NoSettings(),
                    BatchNeeds.SOURCE,
                    List.of(Term.LABEL_LOSS),
                    (network, setup) -> new AdaBn(network, setup.training()))
            .withOwnStatistics()
            .after(SourceOnly.TYPE, AdaBn::measureTarget);

    private final Network network;
    private final SourceOnly training;
    private final Precision precision;

    /**
     * Creates the method.
     *
     * @param network must outlive the method
     * @throws IllegalArgumentException if both domains share their batch statistics
     */
    public AdaBn(Network network, TrainingSettings settings) {
        requireOwnStatistics(network);
        this.network = network;
        this.training = new SourceOnly(network, settings);
        this.precision = settings.precision();
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        return training.step(pair, context);
    }

    /** Returns the needs of the steps, which do not use the target; only {@link #finish} does. */
    @Override
    public BatchNeeds needs() {
        return training.needs();
    }

    @Override
    public void finish(LabeledExamples source, UnlabeledExamples target, long seed) {
        training.finish(source, target, seed);
        measureTarget(network, target, precision, seed);
    }

    /**
     * Measures the target's batch statistics on a network that was trained on the source alone: all that AdaBN adds.
     */
    public static void measureTarget(Network network, UnlabeledExamples target, Precision precision, long seed) {
        requireOwnStatistics(network);
        BatchStatistics.measure(network, target, Domain.TARGET, precision, Seeds.derive(seed, "target statistics"));
    }

    private static void requireOwnStatistics(Network network) {
        if (network.spec().hasBatchNorm() && network.spec().statistics() == Statistics.SHARED) {
            throw new IllegalArgumentException(
                    "AdaBN measures batch statistics for each domain, so they cannot be SHARED; use PER_DOMAIN");
        }
    }

    @Override
    public Learner learner() {
        return training.learner();
    }
}
