package io.github.dann4j.benchmark;

import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.adapt.MethodSetup;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.BatchPairSampler;
import io.github.dann4j.data.batch.LabeledBatch;
import io.github.dann4j.data.batch.LabeledExamples;
import io.github.dann4j.data.batch.UnlabeledBatch;
import io.github.dann4j.data.batch.UnlabeledExamples;
import io.github.dann4j.engine.Device;
import io.github.dann4j.engine.Layout;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Phase;
import io.github.dann4j.train.StepClock;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.StepPart;
import io.github.dann4j.train.Terms;
import io.github.dann4j.train.TrainingListener;
import io.github.dann4j.train.TrainingLoop;
import io.github.dann4j.train.TrainingSettings;
import io.github.dann4j.train.TrainingStep;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A training that is run and timed repeatedly. Owns its network. */
final class TrainingCase implements AutoCloseable {
    /** So low that the weights hardly move: nothing overflows however long the training runs. */
    private static final double RATE = 1e-6;

    /** More than are ever run: the position in the training affects nothing here but λ. */
    private static final int STEPS = 1_000_000;

    /**
     * Number of turns that this library runs before its first timed turn. Java compiles only code that has run often
     * enough, so it compiles the small parts around a step late. The reference runs almost nothing in Java.
     */
    private static final int WARM_UP_TURNS = 3;

    private final Network network;
    private final AdaptationMethod method;
    private final TrainingStep step;
    private final BatchPairSampler pairs;
    private final int imagesPerStep;
    private final int blasThreads;
    private final int warmUpTurns;
    private final Profile profile = new Profile();
    private int done;
    private double secondsPerStep;

    private TrainingCase(
            NetworkSpec net,
            OptimizerSettings optimizer,
            MethodType<?> type,
            int batchSize,
            Precision precision,
            Layout layout,
            int blasThreads,
            int warmUpTurns,
            LabeledExamples source,
            UnlabeledExamples target) {
        this.network = new Network(type.network(net), 0, layout);
        TrainingSettings settings =
                new TrainingSettings(STEPS, batchSize, new LearningRate.Constant(RATE), optimizer, precision);
        this.method = type.on(network, new MethodSetup<>(settings, settings(type, net), target, 0));
        this.method.begin();
        this.step = layout == Layout.CHANNELS_LAST ? this.method : new Relaid(this.method, layout);
        this.pairs = new BatchPairSampler(source, target, batchSize, 0);
        this.imagesPerStep = type.needs().batches() * batchSize;
        this.blasThreads = blasThreads;
        this.warmUpTurns = warmUpTurns;
    }

    /**
     * A method's defaults, except for DANN's passes: joint as in the paper, but separate for a network with statistics
     * of each domain.
     */
    private static Record settings(MethodType<?> type, NetworkSpec net) {
        if (type != Dann.TYPE) {
            return type.defaults();
        }
        return new DannSettings(
                LambdaSchedule.paper(), net.statistics() == Statistics.PER_DOMAIN ? Passes.SEPARATE : Passes.JOINT);
    }

    /** Creates a case of this library's training. */
    static TrainingCase ours(
            NetworkSpec net,
            OptimizerSettings optimizer,
            MethodType<?> type,
            int batchSize,
            Precision precision,
            LabeledExamples source,
            UnlabeledExamples target) {
        return new TrainingCase(
                net, optimizer, type, batchSize, precision, Layout.CHANNELS_LAST, 1, WARM_UP_TURNS, source, target);
    }

    /**
     * Creates a case of training as common tools do it: float32, contiguous layout.
     *
     * @param blasThreads threads of OpenBLAS: common tools use all of them, on some machines one is faster
     */
    static TrainingCase reference(
            BenchmarkNet net,
            MethodType<?> type,
            int batchSize,
            int blasThreads,
            LabeledExamples source,
            UnlabeledExamples target) {
        return new TrainingCase(
                net.spec(),
                net.optimizer(),
                type,
                batchSize,
                Precision.FP32,
                Layout.CONTIGUOUS,
                blasThreads,
                1,
                source,
                target);
    }

    /** A step on images in another layout. */
    private record Relaid(TrainingStep step, Layout layout) implements TrainingStep {
        @Override
        public Terms step(BatchPair pair, StepContext context) {
            List<LabeledBatch> ofSource = new ArrayList<>();
            for (int view = 0; view < needs().sourceViews().size(); view++) {
                LabeledBatch source = pair.source(view);
                ofSource.add(new LabeledBatch(layout.of(source.inputs()), source.labels()));
            }
            List<UnlabeledBatch> ofTarget = new ArrayList<>();
            for (int view = 0; view < needs().targetViews().size(); view++) {
                UnlabeledBatch target = pair.target(view);
                ofTarget.add(new UnlabeledBatch(layout.of(target.inputs()), target.indices()));
            }
            return step.step(new BatchPair(ofSource, ofTarget), context);
        }

        @Override
        public BatchNeeds needs() {
            return step.needs();
        }
    }

    /**
     * Images per second of whole steps, over about {@code seconds} and at least one step. The first call warms up
     * first: by one step, and by some turns if that step takes less than a turn.
     */
    double imagesPerSecond(double seconds) {
        Threads.useInBlas(blasThreads);
        try {
            if (done == 0) {
                run(1);
                profile.forget();
                profile.start();
                secondsPerStep = run(1);
                if (secondsPerStep >= seconds) { // a turn by itself, and what it does once hardly counts
                    return imagesPerStep / secondsPerStep;
                }
                turn(warmUpTurns * seconds);
                profile.forget();
            }
            profile.start();
            return imagesPerStep / turn(seconds);
        } finally {
            Threads.useInBlas(1);
        }
    }

    /** Runs for about this many seconds, estimated from the last step; returns the seconds per step. */
    private double turn(double seconds) {
        int steps = Math.max(1, (int) Math.ceil(seconds / secondsPerStep));
        secondsPerStep = run(steps) / steps;
        return secondsPerStep;
    }

    /** Runs this many steps without a pause, as a training does; returns the seconds. */
    private double run(int steps) {
        long start = System.nanoTime();
        TrainingLoop.run(step, pairs, Phase.whole(STEPS), done, done + steps, STEPS, 0, profile);
        Device.current().await();
        done += steps;
        return (System.nanoTime() - start) / 1e9;
    }

    /** Share of each part of a step, over all timed steps. */
    Map<StepPart, Double> profile() {
        return profile.shares();
    }

    /** Adds up the time of each part. */
    private static final class Profile implements TrainingListener, StepClock {
        private final Map<StepPart, Long> nanos = new EnumMap<>(StepPart.class);
        private long last;

        void start() {
            last = System.nanoTime();
        }

        void forget() {
            nanos.clear();
        }

        @Override
        public void ended(StepPart part) {
            long now = System.nanoTime();
            nanos.merge(part, now - last, Long::sum);
            last = now;
        }

        @Override
        public StepClock clock() {
            return this;
        }

        @Override
        public void updated(StepContext context, Terms losses) {}

        Map<StepPart, Double> shares() {
            double sum = nanos.values().stream().mapToLong(Long::longValue).sum();
            Map<StepPart, Double> shares = new EnumMap<>(StepPart.class);
            nanos.forEach((part, time) -> shares.put(part, time / sum));
            return shares;
        }
    }

    @Override
    public void close() {
        method.close();
        network.close();
    }
}
