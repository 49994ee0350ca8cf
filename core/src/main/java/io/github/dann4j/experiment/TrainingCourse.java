package io.github.dann4j.experiment;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.data.Augmentation;
import io.github.dann4j.data.BatchPairSampler;
import io.github.dann4j.data.LabeledImages;
import io.github.dann4j.distribute.Collective;
import io.github.dann4j.engine.Cancellation;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.evaluate.ClassShareEstimate;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.experiment.CheckpointFiles.State;
import io.github.dann4j.model.Network;
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
 * One training from its first update to its last: for a method that uses the target, where the recipe says so, a warm-up on the source
 * alone and an estimate of the target's class shares; then the method itself.
 */
final class TrainingCourse {
    /** How often the target's class shares are estimated: at the end of the warm-up, then evenly along the rest. */
    private static final int ESTIMATES = 5;

    private final MethodType<?> method;
    private final DomainPair pair;
    private final Recipe recipe;
    private final Precision precision;
    private final LabeledImages source;
    private final long seed;
    private final ExperimentListener listener;
    private final Evaluator evaluator;
    private final Stages stages;
    private final LearningCurve curve;
    private final Checkpoints checkpoints;
    private final List<Setback> setbacks;
    private final Collective workers;
    private BatchPairSampler batches;
    private @Nullable ClassShareEstimate shares;
    private int estimates;
    private int batchesFrom;
    private int done;
    private long images;
    private double updateSeconds;
    private double secondsBefore;
    private double asideSeconds;
    private StepExchange exchanges = StepExchange.NONE;
    private long start;

    TrainingCourse(
            MethodType<?> method,
            DomainPair pair,
            Recipe recipe,
            Precision precision,
            LabeledImages source,
            long seed,
            ExperimentListener listener,
            Evaluator evaluator,
            Evaluator ofTested,
            Checkpoints checkpoints,
            List<Setback> setbacks,
            Collective workers) {
        this.workers = workers;
        this.method = method;
        this.pair = pair;
        this.recipe = recipe;
        this.precision = precision;
        this.source = source;
        this.seed = seed;
        this.listener = listener;
        this.evaluator = evaluator;
        this.stages = recipe.stages(method);
        this.checkpoints = checkpoints;
        this.setbacks = setbacks;
        this.curve = new LearningCurve(method, seed, pair, recipe, ofTested, listener);
        this.batches = new BatchPairSampler(
                source,
                pair.targetTrain(),
                recipe.batchSize(),
                augmentation(),
                Seeds.derive(seed, "batches"),
                workers.share());
    }

    /**
     * Trains {@code network}, by which {@code adaptation} was made.
     *
     * @param state from which an earlier training of the same kind is gone on with; null to begin
     */
    void run(AdaptationMethod adaptation, Network network, @Nullable State state) {
        try {
            start = System.nanoTime();
            if (state != null) {
                restore(state.progress());
            }
            runPhases(adaptation, network, state);
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

    /** The updates after the warm-up. */
    private Phase adapting() {
        return new Phase(recipe.warmUpSteps(method), recipe.steps());
    }

    private void runPhases(AdaptationMethod adaptation, Network network, @Nullable State state) {
        Phase adapting = adapting();
        int begun = done; // a state kept at the end of a part is from before what follows it
        if (adapting.from() > 0 && begun <= adapting.from()) {
            warmUp(network, new Phase(0, adapting.from()), state);
        }
        int parts = shares == null ? 1 : ESTIMATES;
        for (int part = 0; part < parts; part++) {
            int from = adapting.at(part, parts);
            int to = adapting.at(part + 1, parts);
            if (part > 0 && shares != null && begun <= from) {
                drawSourceBy(evaluator.estimateSharesAnew(shares, pair.targetTrain(), source.classShares()), from);
            }
            if (begun <= to) {
                if (begun <= adapting.from() && part == 0) {
                    adaptation.begin();
                }
                run(adaptation, adapting, from, to, from < begun ? state : null);
            }
        }
    }

    private void warmUp(Network network, Phase phase, @Nullable State state) {
        try (SourceOnly sourceOnly = new SourceOnly(network, recipe.training(precision))) {
            run(sourceOnly, phase, phase.from(), phase.to(), state);
            if (stages.resample()) {
                sourceOnly.finish(source, pair.targetTrain(), Seeds.derive(seed, "warm-up"));
                AdaBn.measureTarget(network, pair.targetTrain(), precision, Seeds.derive(seed, "warm-up"));
                drawSourceBy(evaluator.estimateShares(pair.targetTrain(), source.classShares()), phase.to());
            }
        }
    }

    /**
     * Runs a part of the training.
     *
     * @param state the one inside of this part from which it goes on; null to begin the part
     */
    private void run(AdaptationMethod adaptation, Phase phase, int from, int to, @Nullable State state) {
        int imagesPerStep = adaptation.needs().batches() * recipe.batchSize();
        if (state != null) {
            state.restore(adaptation.learner());
            if (setbacks.size() > state.progress().setbacks().size()) {
                keep(adaptation.learner()); // the same state, with what is different from here on
            }
        }
        long begin = System.nanoTime();
        double aside = aside();
        double before = updateSeconds;
        SharedStep step = new SharedStep(adaptation, workers, recipe.batchSize());
        TrainingListener told = new TrainingListener() {
            @Override
            public void updated(StepContext context, Terms losses) {
                // A point of the curves is measured whole or not at all, or no state could be kept behind it.
                try (Cancellation.Deferral whole = Cancellation.defer()) {
                    images += imagesPerStep;
                    updateSeconds = before + seconds(begin) - (aside() - aside);
                    if (workers.share().isPartial()) {
                        exchanges = exchanges.plus(step.lastExchange());
                        listener.exchanged(step.lastExchange());
                    }
                    if (LearningCurve.isPoint(context.step(), recipe.steps())) {
                        // A relu may hide a weight that is infinite from the losses.
                        TrainingState.requireFinite(adaptation.learner(), context.step() + 1);
                    }
                    curve.updated(context, losses, adaptation.targetStatistics(), images, updateSeconds);
                    listener.updated(context, losses, images);
                    done = context.step() + 1;
                    if (checkpoints.isDue(done) || (done == to && checkpoints.isWorthKeeping())) {
                        keep(adaptation.learner());
                    }
                }
            }

            @Override
            public GradientProbe probe() {
                return curve;
            }
        };
        try {
            TrainingLoop.run(step, batches, phase, Math.max(from, done), to, recipe.steps(), dropoutSeed(), told);
        } catch (CancellationException e) {
            // Where no update of this part is done, its batches may be drawn otherwise already than those of the last
            // one.
            if (done > from && checkpoints.areKept()) {
                keep(adaptation.learner());
            }
            throw e;
        }
        updateSeconds = before + seconds(begin) - (aside() - aside);
    }

    /** Workers drop other units, each by its rank: with the same ones, pictures at the same place of their shares would be alike in that. */
    private long dropoutSeed() {
        long first = Seeds.derive(seed, "dropout");
        return workers.share().isFirst()
                ? first
                : Seeds.derive(first, workers.share().part());
    }

    private void keep(Learner learner) {
        long begin = System.nanoTime();
        checkpoints.keep(
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
                        setbacks,
                        checkpoints.marks()),
                learner);
        asideSeconds += seconds(begin);
    }

    /** Time that is none of the training's. */
    private double aside() {
        return curve.seconds() + asideSeconds;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** From here on the source is drawn by the class shares that the target seems to have. */
    private void drawSourceBy(ClassShareEstimate estimate, int from) {
        batchesFrom = from;
        shares = estimate;
        estimates++;
        batches = BatchPairSampler.bySourceShares(
                source,
                estimate.shares(),
                pair.targetTrain(),
                recipe.batchSize(),
                augmentation(),
                Seeds.derive(Seeds.derive(seed, "resampled batches"), estimates),
                workers.share());
    }

    private Augmentation augmentation() {
        return recipe.augmentation(
                Math.min(pair.sourceTrain().size(), pair.targetTrain().size()));
    }

    /** Time of the training so far, without what is measured for its curves or kept of it. */
    double seconds() {
        return secondsBefore + seconds(start) - aside();
    }

    LearningCurve curve() {
        return curve;
    }

    /** The estimate of the target's class shares; null where none was asked for. */
    @Nullable
    ClassShareEstimate shares() {
        return shares;
    }

    /** What the updates took beside their computing; null for one worker alone. */
    @Nullable
    ExchangeRecord exchange() {
        return ExchangeRecord.of(workers.share().parts(), exchanges, done);
    }

    /** Images through the network per second of updates. */
    double imagesPerSecond() {
        return images / updateSeconds;
    }
}
