package io.github.dann4j.shallow;

import java.util.List;
import java.util.Locale;

/**
 * The Poisson binomial test of Lacoste et al. (2012), by which the paper compares two methods over several datasets:
 * the probability that one is better than the other on more than half of them.
 */
public final class PoissonBinomial {
    /**
     * Two methods on the test examples of one dataset.
     *
     * @param onlyFirst examples that only the first method gets right, 0 or more
     * @param onlySecond examples that only the second method gets right, 0 or more
     */
    public record Duel(int onlyFirst, int onlySecond) {
        public Duel {
            if (onlyFirst < 0 || onlySecond < 0) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "counts must be 0 or more, got %d and %d", onlyFirst, onlySecond));
            }
        }

        /** Counts two methods' predictions of the same examples. */
        public static Duel of(int[] first, int[] second, int[] labels) {
            int onlyFirst = 0;
            int onlySecond = 0;
            for (int i = 0; i < labels.length; i++) {
                boolean one = first[i] == labels[i];
                boolean other = second[i] == labels[i];
                onlyFirst += one && !other ? 1 : 0;
                onlySecond += other && !one ? 1 : 0;
            }
            return new Duel(onlyFirst, onlySecond);
        }

        /**
         * Returns the probability that the first method is better on this dataset: P(Beta(onlyFirst + 1, onlySecond + 1)
         * &gt; ½), which is the probability of at most {@code onlyFirst} heads among all examples and one more coin.
         */
        public double firstIsBetter() {
            int coins = onlyFirst + onlySecond + 1;
            double log = -coins * Math.log(2);
            double sum = 0;
            for (int heads = 0; heads <= onlyFirst; heads++) {
                sum += Math.exp(log);
                log += Math.log(coins - heads) - Math.log(heads + 1.0);
            }
            return Math.min(1, sum);
        }
    }

    private PoissonBinomial() {}

    /**
     * Returns the probability that the first method wins on more than half of the datasets, plus half the probability
     * of a draw.
     *
     * @param duels one for each dataset, at least one
     */
    public static double firstIsBetter(List<Duel> duels) {
        double[] wins = new double[duels.size() + 1];
        wins[0] = 1;
        for (int n = 0; n < duels.size(); n++) {
            double p = duels.get(n).firstIsBetter();
            for (int k = n + 1; k > 0; k--) {
                wins[k] = wins[k] * (1 - p) + wins[k - 1] * p;
            }
            wins[0] *= 1 - p;
        }
        double sum = 0;
        for (int k = 0; k < wins.length; k++) {
            sum += 2 * k > duels.size() ? wins[k] : 2 * k == duels.size() ? wins[k] / 2 : 0;
        }
        return sum;
    }
}
