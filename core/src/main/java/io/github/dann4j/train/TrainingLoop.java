package io.github.dann4j.train;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.data.batch.BatchPairSampler;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.bytedeco.javacpp.PointerScope;

/**
 * The loop that runs every method: draws a pair, runs a step, and calls the listener. Every tensor of a step is
 * released at its end.
 */
@PublicApi
public final class TrainingLoop {
    private TrainingLoop() {}

    /** Runs {@code steps} steps in one phase. */
    public static void run(
            TrainingStep method, BatchPairSampler pairs, int steps, long seed, TrainingListener listener) {
        run(method, pairs, Phase.whole(steps), 0, steps, steps, seed, listener);
    }

    /**
     * Runs the steps {@code from .. to - 1} of a phase.
     *
     * @param steps number of steps of all phases together
     * @param seed seed of the dropout
     * @throws CancellationException if the thread is interrupted; the network is then in a consistent state, between
     *     two steps
     * @throws TrainingException if a loss is no longer finite
     */
    public static void run(
            TrainingStep method,
            BatchPairSampler pairs,
            Phase phase,
            int from,
            int to,
            int steps,
            long seed,
            TrainingListener listener) {
        StepClock clock = listener.clock();
        GradientProbe probe = listener.probe();
        try (PairFeed feed = new PairFeed(pairs, method.needs(), to - from)) {
            for (int step = from; step < to; step++) {
                if (Thread.interrupted()) {
                    throw new CancellationException(
                            String.format(Locale.ROOT, "stopped after %d of %d steps", step, steps));
                }
                StepContext context = new StepContext(step, steps, seed, phase, clock, probe);
                Terms losses;
                try (PointerScope scope = new PointerScope()) {
                    BatchPair pair = feed.next();
                    clock.ended(StepPart.DATA);
                    losses = method.step(pair, context).read();
                }
                if (!losses.areFinite()) {
                    throw new TrainingException(divergence(step, steps, losses), step);
                }
                listener.updated(context, losses);
                clock.ended(StepPart.REPORTING);
            }
        }
    }

    private static String divergence(int step, int steps, Terms losses) {
        return String.format(
                Locale.ROOT,
                "training diverged at step %d of %d: %s; give a lower learning rate%s",
                step,
                steps,
                losses.losses(),
                Double.isNaN(losses.get(Term.LAMBDA)) ? "" : " or a lower λ");
    }
}
