package io.github.dann4j.shallow;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The proxy A-distance of two samples: how well a linear SVM separates their domains. Section 3.2 and figure 3 of
 * Ganin et al., JMLR 2016.
 *
 * @param distance 2 (1 − 2ε): 0 if the domains cannot be distinguished, 2 if they always can
 * @param error ε, the smallest share of wrong domains over the values of C, at most 0.5
 * @param c the value of C with that error, the smallest such
 */
public record ProxyDistance(double distance, double error, double c) {
    /** The values of C that are tried: ten from 1e-5 to 1e4, a factor of ten apart. */
    public static final List<Double> TRIED_C = LinearSvm.spaced(-5, 4, 10);

    /**
     * Measures the distance. The rows of both domains are pooled and randomly cut into two halves; the SVM is trained
     * on the first and tested on the second. An error e of more than one half counts as 1 − e.
     *
     * @param first rows of one domain, at least 2
     * @param second rows of the other, with the same columns
     * @param seed of the halves
     * @throws ShallowException if the columns differ, or a half would have one domain only
     */
    public static ProxyDistance between(SparseInput first, SparseInput second, long seed) {
        SparseInput all = first.with(second);
        int[] domains = IntStream.range(0, all.size())
                .map(row -> row < first.size() ? 0 : 1)
                .toArray();
        int[] order = new MersenneTwister(seed).order(all.size());
        int[] trained = Arrays.copyOf(order, all.size() / 2);
        int[] tested = Arrays.copyOfRange(order, all.size() / 2, all.size());
        int[] trainedDomains = of(domains, trained);
        int[] testedDomains = of(domains, tested);
        if (Arrays.stream(trainedDomains).distinct().count() < 2) {
            throw new ShallowException("the proxy A-distance needs rows of both domains in each half; give more rows");
        }
        SparseInput trainedRows = all.rows(trained);
        SparseInput testedRows = all.rows(tested);
        double least = Double.POSITIVE_INFINITY;
        double best = 0;
        for (double c : TRIED_C) {
            double error = LinearSvm.fit(trainedRows, trainedDomains, c).error(testedRows, testedDomains);
            double folded = Math.min(error, 1 - error);
            if (folded < least) {
                least = folded;
                best = c;
            }
        }
        return new ProxyDistance(2 * (1 - 2 * least), least, best);
    }

    private static int[] of(int[] domains, int[] rows) {
        return Arrays.stream(rows).map(row -> domains[row]).toArray();
    }
}
