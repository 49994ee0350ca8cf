package io.github.dann4j.toy;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.model.Network;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingLoop;
import io.github.dann4j.train.TrainingSettings;
import java.util.ArrayList;
import java.util.List;

/** Short trainings on toy domains. */
public final class ToyRuns {
    public static final OptimizerSettings SGD = new OptimizerSettings.Sgd(0.9, 1e-3);
    public static final OptimizerSettings ADAM = new OptimizerSettings.Adam(0.9, 0.999, 1e-3);

    private static final int BATCH = 8;

    private ToyRuns() {}

    public static TrainingSettings settings(int steps, OptimizerSettings optimizer, Precision precision) {
        return new TrainingSettings(steps, BATCH, new LearningRate.Constant(0.02), optimizer, precision);
    }

    public static Dann dann(Network network, TrainingSettings settings, double lambda, Passes passes) {
        return new Dann(network, settings, new DannSettings(new LambdaSchedule(10, lambda), passes));
    }

    /** Trains, without {@link AdaptationMethod#finish}; returns the losses of every step. */
    public static List<Terms> run(
            AdaptationMethod method, ToyImages source, ToyImages target, TrainingSettings settings, long seed) {
        BatchPairSampler pairs = new BatchPairSampler(source.labeled(), target.unlabeled(), settings.batchSize(), seed);
        List<Terms> losses = new ArrayList<>();
        TrainingLoop.run(method, pairs, settings.steps(), seed, (context, step) -> losses.add(step));
        return losses;
    }
}
