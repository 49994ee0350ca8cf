package io.github.dann4j.train;

import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.distribute.Collective;
import io.github.dann4j.distribute.Share;
import io.github.dann4j.distribute.Traffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A method's update as one of several workers does it: what it tells is of the whole batch, the same on every worker. So all of them
 * go on or stop together, after a loss that is no number as after an interrupt of any one of them.
 */
public final class SharedStep implements TrainingStep {
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
    public Terms step(BatchPair pair, StepContext context) {
        Share share = workers.share();
        if (!share.isPartial()) {
            return method.step(pair, context);
        }
        Traffic before = workers.traffic();
        long start = System.nanoTime();
        Terms own = method.step(pair, context);
        Traffic during = workers.traffic().since(before);

        // The figures in their order, whether this worker was interrupted, and the time that each worker computed.
        List<Term> told = new ArrayList<>();
        own.forEach((term, value) -> told.add(term));
        int interrupted = told.size();
        double[] values = new double[interrupted + 1 + share.parts()];
        for (int i = 0; i < interrupted; i++) {
            values[i] = toSum(told.get(i), own.get(told.get(i)));
        }
        values[interrupted] = Thread.currentThread().isInterrupted() ? 1 : 0;
        values[interrupted + 1 + share.part()] = (System.nanoTime() - start) / 1e9 - during.seconds();
        double[] sums = workers.sum(values, "the exchange of losses");
        if (sums[interrupted] > 0) {
            Thread.currentThread().interrupt();
        }
        Traffic all = workers.traffic().since(before);
        double skew = skew(Arrays.copyOfRange(sums, interrupted + 1, sums.length));
        exchange = new StepExchange(all.seconds(), all.exchanges(), all.bytes(), skew);
        Terms ofAll = Terms.of(told.get(0), ofSum(told.get(0), sums[0], own));
        for (int i = 1; i < interrupted; i++) {
            ofAll = ofAll.and(told.get(i), ofSum(told.get(i), sums[i], own));
        }
        return ofAll;
    }

    /** What a worker adds to the sum of all. */
    private double toSum(Term term, double own) {
        return switch (term.kind()) {
            case LOSS, SHARE -> weight * own;
            case GRADIENT_NORM -> own * own;
            case FACTOR -> 0;
        };
    }

    private static double ofSum(Term term, double sum, Terms own) {
        return switch (term.kind()) {
            case LOSS, SHARE -> sum;
            case GRADIENT_NORM -> Math.sqrt(sum);
            case FACTOR -> own.get(term);
        };
    }

    private static double skew(double[] seconds) {
        return Arrays.stream(seconds).max().orElse(0)
                - Arrays.stream(seconds).min().orElse(0);
    }

    /** What the last update took beside its computing. */
    public StepExchange lastExchange() {
        return exchange;
    }

    @Override
    public BatchNeeds needs() {
        return method.needs();
    }
}
