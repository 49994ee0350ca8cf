package io.github.dann4j.train;

import io.github.dann4j.data.BatchPair;
import io.github.dann4j.distribute.Collective;
import io.github.dann4j.distribute.Share;
import io.github.dann4j.distribute.Traffic;

/**
 * A method's update as one of several workers does it: what it tells is of the whole batch, the same on every worker. So all of them
 * go on or stop together, after a loss that is no number as after an interrupt of any one of them.
 */
public final class SharedStep implements TrainingStep {
    private static final int LABEL_LOSS = 0;
    private static final int DOMAIN_LOSS = 1;
    private static final int LABEL_GRADIENT = 2;
    private static final int DOMAIN_GRADIENT = 3;
    private static final int INTERRUPTED = 4;
    private static final int FIRST_TIME = 5;

    private final TrainingStep method;
    private final Collective workers;
    private final double weight;
    private StepExchange exchange = StepExchange.NONE;

    /** @param batchSize images of each domain in an update of all workers together */
    public SharedStep(TrainingStep method, Collective workers, int batchSize) {
        this.method = method;
        this.workers = workers;
        this.weight = (double) workers.share().size(batchSize) / batchSize;
    }

    @Override
    public StepLosses step(BatchPair pair, StepContext context) {
        Share share = workers.share();
        if (!share.isPartial()) {
            return method.step(pair, context);
        }
        Traffic before = workers.traffic();
        long start = System.nanoTime();
        StepLosses own = method.step(pair, context);
        Traffic during = workers.traffic().since(before);

        double[] values = new double[FIRST_TIME + share.parts()];
        values[LABEL_LOSS] = weight * own.labelLoss();
        values[DOMAIN_LOSS] = weight * own.domainLoss();
        values[LABEL_GRADIENT] = own.labelGradient() * own.labelGradient();
        values[DOMAIN_GRADIENT] = own.domainGradient() * own.domainGradient();
        values[INTERRUPTED] = Thread.currentThread().isInterrupted() ? 1 : 0;
        values[FIRST_TIME + share.part()] = (System.nanoTime() - start) / 1e9 - during.seconds();
        double[] sums = workers.sum(values, "the exchange of losses");
        if (sums[INTERRUPTED] > 0) {
            Thread.currentThread().interrupt();
        }
        Traffic all = workers.traffic().since(before);
        exchange = new StepExchange(all.seconds(), all.exchanges(), all.bytes(), skew(sums));
        return new StepLosses(
                sums[LABEL_LOSS],
                sums[DOMAIN_LOSS],
                own.lambda(),
                Math.sqrt(sums[LABEL_GRADIENT]),
                Math.sqrt(sums[DOMAIN_GRADIENT]));
    }

    private static double skew(double[] sums) {
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (int i = FIRST_TIME; i < sums.length; i++) {
            least = Math.min(least, sums[i]);
            most = Math.max(most, sums[i]);
        }
        return most - least;
    }

    /** What the last update took beside its computing. */
    public StepExchange lastExchange() {
        return exchange;
    }

    @Override
    public boolean usesTarget() {
        return method.usesTarget();
    }
}
