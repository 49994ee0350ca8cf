package io.github.dann4j.experiment;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodSetup;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.WithLabeledTarget;
import io.github.dann4j.api.PublicApi;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.LabeledSampler;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.evaluate.Evaluation;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.experiment.CheckpointFiles.State;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.Replicas;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.pretrained.TunedStage;
import io.github.dann4j.recipe.InitialModel;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.result.Rollback;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.train.Term;
import io.github.dann4j.train.TrainingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Trains and tests methods on one pair of domains: the main path from data to a number.
 *
 * @param pair must outlive the experiment
 * @param checkpoints what an earlier process kept, and where this one keeps its own checkpoints
 * @param replicas the copies of each network, one per worker, that are trained together
 * @param from saved model that every training starts from; null for fresh weights
 */
@PublicApi
public record Experiment(
        DomainPair pair,
        Recipe recipe,
        Precision precision,
        ExperimentListener listener,
        Checkpoints checkpoints,
        Replicas replicas,
        @Nullable InitialModel from) {
    /** Creates an experiment for one worker, without checkpoints. */
    public Experiment(DomainPair pair, Recipe recipe, Precision precision, ExperimentListener listener) {
        this(pair, recipe, precision, listener, Checkpoints.none(), Replicas.NONE, null);
    }

    /**
     * Trains one method with one seed, or resumes its training from where an earlier process ended. Tests the network
     * after the last step, on both whole test sets.
     *
     * @return the trained network with its results; the caller closes it
     * @throws java.util.concurrent.CancellationException when the thread is interrupted
     * @throws io.github.dann4j.train.TrainingException when the training diverges
     */
    public TrainedRun train(MethodType<?> method, long seed) {
        TrainedRun trained = checkpoints.trained(method, seed, method.network(recipe.network()));
        if (trained != null) {
            listener.skipped(trained.record());
            return trained;
        }
        State state = checkpoints.latest(method, seed);
        List<Rollback> rollbacks =
                new ArrayList<>(state == null ? List.of() : state.progress().rollbacks());
        listener.started(method, seed, recipe.steps());
        while (true) {
            if (state != null) {
                listener.resumed(state.progress().done(), state.progress().images(), rollbacks);
            } else if (!rollbacks.isEmpty()) {
                listener.resumed(0, 0, rollbacks);
            }
            try {
                return train(method, seed, state, rollbacks);
            } catch (TrainingException e) {
                Rollback rollback = checkpoints.rollback(method, seed, e, rollbacks);
                rollbacks.add(rollback);
                state = checkpoints.before(method, seed, rollback);
                listener.wentBack(method, seed, rollback);
            }
        }
    }

    private TrainedRun train(MethodType<?> method, long seed, @Nullable State state, List<Rollback> rollbacks) {
        Recipe own = recipe.withLearningRateTimes(Rollback.factor(rollbacks));
        // The upper bound is source-only training whose source is the labelled target.
        LabeledExamples source = method.needsTargetLabels() ? pair.labeledTargetTrain() : pair.sourceTrain();
        Network network = begun(network(method.network(own.network()), Seeds.derive(seed, "weights"), replicas));
        try (AdaptationMethod adaptation =
                withLabeledTarget(method.on(network, setup(method, own, seed)), method, own, seed)) {
            TrainingStages course = new TrainingStages(this, method, own, source, seed, rollbacks, adaptation);
            course.run(state);
            adaptation.finish(source, pair.targetTrain(), Seeds.derive(seed, "finish"));
            RunRecord record = test(method, seed, network, adaptation.targetStatistics(), course.figures());
            if (listener.wantsNetwork(own.steps(), own.steps())) {
                listener.reached(method, seed, own.steps(), network, adaptation.targetStatistics());
            }
            checkpoints.finish(record, network, adaptation.targetStatistics());
            return new TrainedRun(network, adaptation.targetStatistics(), record);
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    /** Returns the steps of a method so that they also learn from the labels of the target that the recipe gives. */
    AdaptationMethod withLabeledTarget(AdaptationMethod steps, MethodType<?> method, Recipe own, long seed) {
        LabeledExamples few = pair.fewLabeledTarget();
        if (few == null || !own.learnsFromLabeledTarget(method)) {
            return steps;
        }
        LabeledSampler batches = new LabeledSampler(
                few,
                own.batchSize(),
                own.augmentations(few.size()),
                Seeds.derive(seed, "labelled target"),
                replicas.workers().share());
        return new WithLabeledTarget(steps, few, batches);
    }

    private MethodSetup<Record> setup(MethodType<?> method, Recipe own, long seed) {
        return new MethodSetup<>(
                own.training(precision), own.settings(method), pair.targetTrain(), Seeds.derive(seed, method.name()));
    }

    /** @throws ModelException if the network cannot be built */
    public static Network network(NetworkSpec spec, long seed, Replicas replicas) {
        try {
            return new Network(spec, seed, replicas);
        } catch (IllegalArgumentException e) {
            throw new ModelException("the recipe's network cannot be built: " + e.getMessage(), e);
        }
    }

    private Network begun(Network network) {
        BackboneRecord backbone = pair.backbone();
        if (backbone != null && TunedStage.isFor(backbone)) {
            try {
                TunedStage.begin(network, backbone);
            } catch (RuntimeException e) {
                network.close();
                throw e;
            }
        }
        if (from != null) {
            try {
                takeOver(network, from, pair.sourceTrain().classNames());
            } catch (RuntimeException e) {
                network.close();
                throw e;
            }
        }
        return network;
    }

    /** Returns the record of a training that an earlier process completed; null if none has. */
    @Nullable
    RunRecord done(MethodType<?> method, long seed) {
        RunRecord done = checkpoints.finished(method, seed);
        if (done != null) {
            listener.skipped(done);
        }
        return done;
    }

    /**
     * Refines the network of another method and tests it, without training the same network again. Changes the network
     * of {@code trained}, which then uses the target's batch statistics.
     *
     * @param method one that {@linkplain MethodType#refinement refines} another
     * @param trained a training of the other method with the same seed
     */
    public RunRecord refine(MethodType<?> method, TrainedRun trained) {
        RunRecord base = trained.record();
        long start = System.nanoTime();
        Objects.requireNonNull(method.refinement())
                .refine(trained.network(), pair.targetTrain(), precision, Seeds.derive(base.seed(), "finish"));
        TrainingFigures figures = new TrainingFigures(
                null,
                base.seconds() + seconds(start),
                base.imagesPerSecond(),
                List.of(),
                base.exchange(),
                base.rollbacks());
        RunRecord record = test(method, base.seed(), trained.network(), Domain.TARGET, figures);
        checkpoints.finish(record, null, null);
        return record;
    }

    /** Tests a network on both whole test sets and reports the result to the listener. */
    private RunRecord test(
            MethodType<?> method, long seed, Network network, Domain targetStatistics, TrainingFigures figures) {
        Evaluator evaluator = new Evaluator(network, precision);
        LabeledExamples targetTest = pair.labeledTargetTest();
        @Nullable Evaluation target = targetTest == null ? null : evaluator.evaluate(targetTest, targetStatistics);
        Evaluation source = evaluator.evaluate(pair.sourceTest(), Domain.SOURCE);
        @Nullable
        Double domains = method.tells(Term.DOMAIN_LOSS)
                ? evaluator.domainAccuracy(pair.sourceTest().unlabeled(), pair.targetTest())
                : null;
        RunRecord record = new RunRecord(
                method.name(),
                seed,
                target == null ? null : target.accuracy(),
                source.accuracy(),
                domains,
                evaluator.signals(
                        pair.targetTrain(), targetStatistics, pair.sourceTrain().classShares()),
                figures.shares(),
                figures.seconds(),
                figures.imagesPerSecond(),
                target == null ? new int[0][] : target.confusion(),
                figures.curve(),
                figures.exchange(),
                figures.rollbacks(),
                TrainingValidators.of(method, pair, evaluator, targetStatistics));
        listener.finished(record, new NetworkView(pair, evaluator, targetStatistics, figures.imagesPerSecond(), null));
        return record;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /**
     * Copies a model's weights into a network with the same features and label predictor; heads that only one of the two
     * has stay unchanged.
     */
    private static void takeOver(Network network, InitialModel from, List<String> classNames) {
        try (SavedModel model = SavedModel.read(from)) {
            if (!model.card().classNames().equals(classNames)) {
                throw new ModelException(
                        "%s knows the classes %s, the source has %s: they must be the same, in the same order"
                                .formatted(from.file(), model.card().classNames(), classNames));
            }
            network.copyCommon(model.network());
        }
    }
}
