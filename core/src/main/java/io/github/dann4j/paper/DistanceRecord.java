package io.github.dann4j.paper;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Figure 3 of Ganin et al., JMLR 2016, as numbers: proxy A-distances of pairs of review domains.
 *
 * @param input what the networks read
 * @param hidden hidden units of both networks
 * @param lambda λ of DANN
 * @param seed of the networks and of the halves on which the distance is measured
 * @param pairs at least one
 */
public record DistanceRecord(ReviewInput input, int hidden, double lambda, long seed, List<OfPair> pairs) {
    public DistanceRecord {
        pairs = List.copyOf(pairs);
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("proxy A-distances need at least one pair, got none");
        }
    }

    /**
     * The distances of one pair, 0 to 2, between the training examples of both domains.
     *
     * @param input of the rows as they are
     * @param nn of the hidden layer of NN
     * @param dann of the hidden layer of DANN
     */
    public record OfPair(ReviewPair pair, double input, double nn, double dann) {}

    /** Returns the mean over the pairs of one of the distances. */
    public double mean(ToDoubleFunction<OfPair> distance) {
        return pairs.stream().mapToDouble(distance).sum() / pairs.size();
    }

    /** Returns the number of pairs whose domains are nearer in DANN's hidden layer than in NN's. */
    public long nearer() {
        return pairs.stream().filter(pair -> pair.dann() < pair.nn()).count();
    }
}
