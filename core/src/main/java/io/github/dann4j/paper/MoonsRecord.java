package io.github.dann4j.paper;

import java.util.List;
import java.util.Locale;

/**
 * Figure 2 of Ganin et al., JMLR 2016, as numbers: NN and DANN on two moons, where the target is rotated by 35°.
 *
 * @param points of each domain
 * @param seeds one result for each, at least one
 */
public record MoonsRecord(int points, List<OfSeed> seeds) {
    public MoonsRecord {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("the moons need at least one seed, got none");
        }
    }

    /**
     * The accuracies of one seed, 0 to 1.
     *
     * @param sourceSeed of the source's points
     * @param targetSeed of the target's points
     * @param nnSource NN on the source
     * @param nn NN on the target
     * @param dannSource DANN on the source
     * @param dann DANN on the target
     */
    public record OfSeed(
            long seed, long sourceSeed, long targetSeed, double nnSource, double nn, double dannSource, double dann) {}

    /** Returns the mean accuracy of NN on the target, 0 to 1. */
    public double meanNn() {
        return seeds.stream().mapToDouble(OfSeed::nn).sum() / seeds.size();
    }

    /** Returns the mean accuracy of DANN on the target, 0 to 1. */
    public double meanDann() {
        return seeds.stream().mapToDouble(OfSeed::dann).sum() / seeds.size();
    }

    /** Returns the number of seeds with which DANN classifies the whole target correctly. */
    public long perfect() {
        return seeds.stream().filter(one -> one.dann() == 1).count();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "moons of %d points, %d seeds", points, seeds.size());
    }
}
