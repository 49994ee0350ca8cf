package io.github.dann4j.paper;

import io.github.dann4j.shallow.PoissonBinomial;
import io.github.dann4j.shallow.PoissonBinomial.Duel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One half of the paper's table 1.
 *
 * @param settings that it was computed with
 * @param pairs in the order of the settings
 * @param means over the pairs
 * @param tests by the Poisson binomial test, over the pairs
 */
public record TableRecord(ReviewSettings settings, List<ReviewRecord> pairs, List<Mean> means, List<Test> tests) {
    public TableRecord {
        pairs = List.copyOf(pairs);
        means = List.copyOf(means);
        tests = List.copyOf(tests);
    }

    /**
     * One method over all pairs.
     *
     * @param accuracy the mean of the pairs' means over their seeds, 0 to 1
     * @param published the mean of the paper's figures of the same pairs, in percent
     */
    public record Mean(ReviewMethod method, double accuracy, double published) {}

    /**
     * Two methods over all pairs.
     *
     * @param probability that the first is better than the second on more than half of the pairs
     * @param published the paper's probability, over its 12 pairs
     */
    public record Test(ReviewMethod first, ReviewMethod second, double probability, double published) {}

    /** @param pairs at least one */
    static TableRecord of(ReviewSettings settings, List<ReviewRecord> pairs) {
        List<Mean> means = new ArrayList<>();
        List<Test> tests = new ArrayList<>();
        for (ReviewMethod method : ReviewMethod.values()) {
            means.add(new Mean(
                    method,
                    pairs.stream().mapToDouble(pair -> pair.of(method).mean()).sum() / pairs.size(),
                    pairs.stream()
                                    .mapToDouble(pair -> pair.of(method).published())
                                    .sum()
                            / pairs.size()));
        }
        for (ReviewRecord.OfTwo two : pairs.get(0).duels()) {
            List<Duel> duels = pairs.stream()
                    .flatMap(pair -> pair.duels().stream())
                    .filter(one -> one.first() == two.first() && one.second() == two.second())
                    .map(one -> new Duel(one.onlyFirst(), one.onlySecond()))
                    .toList();
            tests.add(new Test(
                    two.first(),
                    two.second(),
                    PoissonBinomial.firstIsBetter(duels),
                    PublishedReviews.better(settings.input(), two.first(), two.second())));
        }
        return new TableRecord(settings, pairs, means, tests);
    }

    /** Returns the mean of a method. */
    public Mean mean(ReviewMethod method) {
        return means.stream()
                .filter(mean -> mean.method() == method)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        String.format(Locale.ROOT, "the table has no mean of %s", method)));
    }
}
