package io.github.dann4j.experiment;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.data.LabeledImages;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.evaluate.ClassShareEstimate;
import io.github.dann4j.evaluate.Evaluation;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.model.DannNetwork;
import io.github.dann4j.model.Domain;
import io.github.dann4j.train.TrainingSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trains and tests methods on one pair of domains: the main path from data to a number.
 *
 * @param pair must outlive the experiment
 */
public record Experiment(DomainPair pair, Recipe recipe, Precision precision, ExperimentListener listener) {
    /**
     * Trains one method with one seed and tests it after its last step, on both whole test sets.
     *
     * @return the trained network with its results, to be closed by the caller
     * @throws java.util.concurrent.CancellationException when the thread is interrupted
     * @throws io.github.dann4j.train.TrainingException when the training diverges
     */
    public TrainedRun train(MethodName method, long seed) {
        TrainingSettings training = recipe.training(precision);
        // The upper bound is source-only training whose source is the labelled target.
        LabeledImages source = method == MethodName.TARGET_ONLY ? pair.labeledTargetTrain() : pair.sourceTrain();
        listener.started(method, seed, recipe.steps());
        DannNetwork network = new DannNetwork(recipe.network(), Seeds.derive(seed, "weights"));
        try (AdaptationMethod adaptation = method.on(network, training, recipe)) {
            Evaluator evaluator = new Evaluator(network, precision);
            TrainingCourse course =
                    new TrainingCourse(method, pair, recipe, precision, source, seed, listener, evaluator);
            long start = System.nanoTime();
            course.run(adaptation, network);
            adaptation.finish(source, pair.targetTrain(), Seeds.derive(seed, "finish"));
            double seconds = seconds(start) - course.curve().seconds();
            RunRecord record = test(
                    method,
                    seed,
                    evaluator,
                    adaptation.targetStatistics(),
                    course.shares(),
                    seconds,
                    course.imagesPerSecond(),
                    course.curve().points());
            listener.finished(
                    record,
                    new NetworkView(pair, evaluator, adaptation.targetStatistics(), course.imagesPerSecond(), null));
            return new TrainedRun(network, adaptation.targetStatistics(), record);
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    /** AdaBN from a source-only run with the same seed, without training the same network again. Changes the run's target statistics. */
    RunRecord adaBn(TrainedRun sourceOnly) {
        RunRecord base = sourceOnly.record();
        long start = System.nanoTime();
        AdaBn.measureTarget(sourceOnly.network(), pair.targetTrain(), precision, Seeds.derive(base.seed(), "finish"));
        Evaluator evaluator = new Evaluator(sourceOnly.network(), precision);
        RunRecord record = test(
                MethodName.ADABN,
                base.seed(),
                evaluator,
                Domain.TARGET,
                null,
                base.seconds() + seconds(start),
                base.imagesPerSecond(),
                List.of());
        listener.finished(record, new NetworkView(pair, evaluator, Domain.TARGET, base.imagesPerSecond(), null));
        return record;
    }

    private RunRecord test(
            MethodName method,
            long seed,
            Evaluator evaluator,
            Domain targetStatistics,
            @Nullable ClassShareEstimate shares,
            double seconds,
            double imagesPerSecond,
            List<RunRecord.CurvePoint> curve) {
        LabeledImages targetTest = pair.labeledTargetTest();
        @Nullable Evaluation target = targetTest == null ? null : evaluator.evaluate(targetTest, targetStatistics);
        Evaluation source = evaluator.evaluate(pair.sourceTest(), Domain.SOURCE);
        @Nullable
        Double domains = method.hasDomainClassifier()
                ? evaluator.domainAccuracy(pair.sourceTest().unlabeled(), pair.targetTest())
                : null;
        return new RunRecord(
                method.label(),
                seed,
                target == null ? null : target.accuracy(),
                source.accuracy(),
                domains,
                evaluator.signals(
                        pair.targetTrain(), targetStatistics, pair.sourceTrain().classShares()),
                shares,
                seconds,
                imagesPerSecond,
                target == null ? new int[0][] : target.confusion(),
                curve);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
