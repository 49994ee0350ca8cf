package io.github.dann4j.train;

import io.github.dann4j.data.batch.BatchNeeds;
import io.github.dann4j.data.batch.BatchPair;
import io.github.dann4j.distribute.Collective;
import io.github.dann4j.distribute.Shard;
import io.github.dann4j.distribute.Traffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A method's step as one of several workers runs it. The terms it returns are those of the whole batch and the same on
 * every worker, so all workers continue or stop together: after a loss that is not finite, and after an interrupt of
 * any worker.
 */
public final class SharedStep implements TrainingStep {
    private final TrainingStep method;
    private final Collective workers;
    private final double weight;
    private StepExchange exchange = StepExchange.NONE;

    /** @param batchSize images of each domain per step, over all workers */
    public SharedStep(TrainingStep method, Collective workers, int batchSize) {
        this.method = method;
        this.workers = workers;
        this.weight = (double) workers.share().size(batchSize) / batchSize;
    }

    @Override
    public Terms step(BatchPair pair, StepContext context) {
        Shard share = workers.share();
        if (!share.isPartial()) {
            return method.step(pair, context);
        }
        Traffic before = workers.traffic();
        long start = System.nanoTime();
        Terms own = method.step(pair, context);
        Traffic during = workers.traffic().since(before);

        // Values in order: the terms, whether this worker was interrupted, and the computing time of each worker.
        List<Term> terms = new ArrayList<>();
        own.forEach((term, value) -> terms.add(term));
        int interrupted = terms.size();
        double[] values = new double[interrupted + 1 + share.parts()];
        for (int i = 0; i < interrupted; i++) {
            values[i] = toSum(terms.get(i), own.get(terms.get(i)));
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
        Terms ofAll = Terms.of(terms.get(0), ofSum(terms.get(0), sums[0], own));
        for (int i = 1; i < interrupted; i++) {
            ofAll = ofAll.and(terms.get(i), ofSum(terms.get(i), sums[i], own));
        }
        return ofAll;
    }

    /** Returns this worker's contribution to the sum over all workers. */
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

    /** Returns the cost of the exchanges in the last step. */
    public StepExchange lastExchange() {
        return exchange;
    }

    @Override
    public BatchNeeds needs() {
        return method.needs();
    }
}
