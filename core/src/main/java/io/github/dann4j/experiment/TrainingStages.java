package io.github.dann4j.experiment;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.data.prepare.Augmentations;
import io.github.dann4j.distribute.Collective;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.evaluate.ClassShareEstimate;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.experiment.CheckpointFiles.State;
import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Network;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.result.ExchangeRecord;
import io.github.dann4j.result.Rollback;
import io.github.dann4j.train.ClassMemory;
import io.github.dann4j.train.GradientProbe;
import io.github.dann4j.train.Learner;
import io.github.dann4j.train.Phase;
import io.github.dann4j.train.SharedStep;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.StepExchange;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingException;
import io.github.dann4j.train.TrainingListener;
import io.github.dann4j.train.TrainingLoop;
import io.github.dann4j.train.TrainingState;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * One training from its first step to its last. For a method that uses the target, and if the recipe says so, it begins
 * with a warm-up on the source alone and an estimate of the target's class shares, or a prediction of its classes; the
 * method's own steps follow.
 */
final class TrainingStages {
    /**
     * Number of estimates of the target's class shares, or predictions of its classes: at the end of the warm-up, then
     * evenly along the rest.
     */
    private static final int ESTIMATES = 5;

    private final Experiment experiment;
    private final MethodType<?> method;
    private final Recipe recipe;
    private final LabeledExamples source;
    private final long seed;
    private final List<Rollback> rollbacks;
    private final AdaptationMethod adaptation;
    private final Stages stages;
    private final Evaluator evaluator;
    private final LearningCurve curve;
    private BatchPairSampler batches;
    private @Nullable ClassShareEstimate shares;
    private final @Nullable ClassMemory targetClasses; // predicted
    private int estimates;
    private int batchesFrom;
    private int done;
    private long images;
    private double updateSeconds;
    private double secondsBefore;
    private double asideSeconds;
    private StepExchange exchanges = StepExchange.NONE;
    private long start;

    /**
     * @param recipe the experiment's, with the learning rate after the rollbacks
     * @param source the labelled examples to train on
     * @param rollbacks so far
     * @param adaptation the method, on a fresh network
     */
    TrainingStages(
            Experiment experiment,
            MethodType<?> method,
            Recipe recipe,
            LabeledExamples source,
            long seed,
            List<Rollback> rollbacks,
            AdaptationMethod adaptation) {
        this.experiment = experiment;
        this.method = method;
        this.recipe = recipe;
        this.source = source;
        this.seed = seed;
        this.rollbacks = rollbacks;
        this.adaptation = adaptation;
        this.stages = recipe.stages(method);
        this.targetClasses = stages.alignClasses() ? new ClassMemory(adaptation.learner(), target().size()) : null;
        this.evaluator = new Evaluator(network(), experiment.precision());
        this.curve = new LearningCurve(experiment, method, seed, recipe);
        this.batches = new BatchPairSampler(
                source,
                target(),
                recipe.batchSize(),
                augmentations(),
                Seeds.derive(seed, "batches"),
                workers().share());
    }

    private Network network() {
        return adaptation.learner().network();
    }

    private UnlabeledExamples target() {
        return experiment.pair().targetTrain();
    }

    private Collective workers() {
        return experiment.replicas().workers();
    }

    private Checkpoints checkpoints() {
        return experiment.checkpoints();
    }

    /**
     * Trains the method's network.
     *
     * @param state checkpoint to resume from, or null to start fresh
     */
    void run(@Nullable State state) {
        try {
            start = System.nanoTime();
            if (state != null) {
                restore(state.progress());
            }
            runPhases(state);
        } catch (TrainingException e) {
            throw new TrainingException(String.format(Locale.ROOT, "%s, seed %d: %s", method, seed, e.getMessage()), e);
        }
    }

    private void restore(TrainingProgress progress) {
        done = progress.done();
        images = progress.images();
        updateSeconds = progress.updateSeconds();
        secondsBefore = progress.seconds();
        exchanges = progress.exchanges();
        curve.restore(progress.curve());
        if (progress.shares() != null) {
            Phase adapting = adapting();
            batchesFrom = adapting.at(progress.estimates() - 1, ESTIMATES);
            estimates = progress.estimates() - 1;
            drawSourceBy(progress.shares(), batchesFrom);
        }
        batches.skip(done - batchesFrom);
    }

    /** The steps after the warm-up. */
    private Phase adapting() {
        return new Phase(recipe.warmUpSteps(method), recipe.steps());
    }

    private void runPhases(@Nullable State state) {
        Phase adapting = adapting();
        int begun = done; // a state kept at the end of a part precedes what follows the part
        if (adapting.from() > 0 && begun <= adapting.from()) {
            warmUp(new Phase(0, adapting.from()), state);
        }
        int parts = shares == null && targetClasses == null ? 1 : ESTIMATES;
        for (int part = 0; part < parts; part++) {
            int from = adapting.at(part, parts);
            int to = adapting.at(part + 1, parts);
            if (part > 0 && shares != null && begun <= from) {
                drawSourceBy(evaluator.reestimateShares(shares, target(), source.classShares()), from);
            }
            if (begun <= to) {
                if (begun <= adapting.from() && part == 0) {
                    adaptation.begin();
                }
                if (begun <= from && targetClasses != null) {
                    predictTargetClasses(targetClasses, part);
                }
                run(adaptation, adapting, from, to, from < begun ? state : null);
            }
        }
    }

    private void warmUp(Phase phase, @Nullable State state) {
        try (SourceOnly sourceOnly = new SourceOnly(network(), recipe.training(experiment.precision()))) {
            run(experiment.withLabeledTarget(sourceOnly, method, recipe, seed), phase, phase.from(), phase.to(), state);
            if (stages.resample()) {
                sourceOnly.finish(source, target(), Seeds.derive(seed, "warm-up"));
                AdaBn.measureTarget(network(), target(), experiment.precision(), Seeds.derive(seed, "warm-up"));
                drawSourceBy(evaluator.estimateShares(target(), source.classShares()), phase.to());
            }
        }
    }

    /**
     * Runs a part of the training.
     *
     * @param state the state within this part to resume from; null to start the part
     */
    private void run(AdaptationMethod trained, Phase phase, int from, int to, @Nullable State state) {
        int labeled = recipe.learnsFromLabeledTarget(method) ? 1 : 0;
        int imagesPerStep = (trained.needs().batches() + labeled) * recipe.batchSize();
        if (state != null) {
            state.restore(trained.learner());
            if (rollbacks.size() > state.progress().rollbacks().size()) {
                keep(trained.learner()); // the same state, with the new rollback
            }
        }
        if (targetClasses != null && trained == adaptation) {
            drawByClasses(targetClasses, from);
        }
        long begin = System.nanoTime();
        double aside = aside();
        double before = updateSeconds;
        SharedStep step = new SharedStep(trained, workers(), recipe.batchSize());
        TrainingListener listening = new TrainingListener() {
            @Override
            public void updated(StepContext context, Terms losses) {
                // A point of the curves is measured completely or not at all; otherwise no later state could be kept.
                try (Cancellation.Deferral whole = Cancellation.defer()) {
                    images += imagesPerStep;
                    updateSeconds = before + seconds(begin) - (aside() - aside);
                    if (workers().share().isPartial()) {
                        exchanges = exchanges.plus(step.lastExchange());
                        experiment.listener().exchanged(step.lastExchange());
                    }
                    if (LearningCurve.isPoint(context.step(), recipe.steps())) {
                        // A relu may hide an infinite weight from the losses.
                        TrainingState.requireFinite(trained.learner(), context.step() + 1);
                    }
                    curve.updated(context, losses, trained, images, updateSeconds);
                    experiment.listener().updated(context, losses, images);
                    done = context.step() + 1;
                    if (done < recipe.steps()) {
                        reached(trained);
                    }
                    if (checkpoints().isDue(done)
                            || (done == to && checkpoints().isWorthKeeping())) {
                        keep(trained.learner());
                    }
                }
            }

            @Override
            public GradientProbe probe() {
                return curve;
            }
        };
        try {
            TrainingLoop.run(step, batches, phase, Math.max(from, done), to, recipe.steps(), dropoutSeed(), listening);
        } catch (CancellationException e) {
            // If no step of this part is done, its batches may already be drawn by other shares than those of the last
            // step.
            if (done > from && checkpoints().areKept()) {
                keep(trained.learner());
            }
            throw e;
        }
        updateSeconds = before + seconds(begin) - (aside() - aside);
    }

    /**
     * Each worker drops other units: with the same ones, images at the same position of each worker's share would be
     * treated alike.
     */
    private long dropoutSeed() {
        long first = Seeds.derive(seed, "dropout");
        return workers().share().isFirst()
                ? first
                : Seeds.derive(first, workers().share().part());
    }

    /** Shows the network to the listener, if it wants it after this step. */
    private void reached(AdaptationMethod trained) {
        if (!experiment.listener().wantsNetwork(done, recipe.steps())) {
            return;
        }
        long begin = System.nanoTime();
        try {
            TrainingState.requireFinite(trained.learner(), done);
        } catch (TrainingException e) {
            if (workers().share().isPartial()) {
                return; // as in Checkpoints.keep: all workers stop at the next loss
            }
            throw e;
        }
        experiment.listener().reached(method, seed, done, trained.tested(), trained.targetStatistics());
        asideSeconds += seconds(begin);
    }

    private void keep(Learner learner) {
        long begin = System.nanoTime();
        checkpoints()
                .keep(
                        new TrainingProgress(
                                method.name(),
                                seed,
                                done,
                                estimates,
                                shares,
                                images,
                                updateSeconds,
                                seconds(),
                                exchanges,
                                curve.standing(),
                                rollbacks,
                                checkpoints().marks()),
                        learner);
        asideSeconds += seconds(begin);
    }

    /** Time that does not count as training time. */
    private double aside() {
        return curve.seconds() + asideSeconds;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** Draws the source from now on with the class shares that the target seems to have. */
    private void drawSourceBy(ClassShareEstimate estimate, int from) {
        batchesFrom = from;
        shares = estimate;
        estimates++;
        batches = BatchPairSampler.bySourceShares(
                source,
                estimate.shares(),
                target(),
                recipe.batchSize(),
                augmentations(),
                Seeds.derive(Seeds.derive(seed, "resampled batches"), estimates),
                workers().share());
    }

    private void predictTargetClasses(ClassMemory classes, int part) {
        if (part == 0 && network().spec().hasOwnStatistics()) { // those of the target are still unknown
            AdaBn.measureTarget(network(), target(), experiment.precision(), Seeds.derive(seed, "warm-up"));
        }
        classes.set(evaluator.predictedClasses(target(), Domain.TARGET));
    }

    /** Draws both domains from now on with the same classes in each batch, by the target's predicted ones. */
    private void drawByClasses(ClassMemory classes, int from) {
        batchesFrom = from;
        batches = BatchPairSampler.byClasses(
                source,
                classes.get(),
                target(),
                recipe.batchSize(),
                augmentations(),
                Seeds.derive(Seeds.derive(seed, "aligned batches"), from),
                workers().share());
        batches.skip(Math.max(0, done - from));
    }

    private Augmentations augmentations() {
        return recipe.augmentations(Math.min(experiment.pair().sourceTrain().size(), target().size()));
    }

    /** Time of the training so far, without measuring its curves and keeping its states. */
    private double seconds() {
        return secondsBefore + seconds(start) - aside();
    }

    /** The current figures, with the time of what the method measured at its end. */
    TrainingFigures figures() {
        return new TrainingFigures(
                shares,
                seconds(),
                images / updateSeconds,
                curve.points(),
                ExchangeRecord.of(workers().share().parts(), exchanges, done),
                rollbacks);
    }
}
