package io.github.dann4j.validate.numeric;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.Arrays;

/**
 * How much more probable an example is in the target than in the source, by a logistic regression that tells the domains
 * apart: {@code w(x) = (m / n) P(target | x) / P(source | x)} with m source and n target examples (You et al. 2019, section
 * 3.2).
 *
 * <p>Columns are brought to mean 0 and variance 1 over both domains first. A fifth of each domain is held out; of the
 * weight decays 1e-1, 1e-2 ... 1e-5 the first with the highest accuracy there is used, the bias being decayed too. The rows
 * are sorted first, so the ratios do not depend on their order, and nothing is drawn at random. Uses at most
 * {@value #MOST} examples of each domain, spread evenly.
 */
public final class DomainRatio {
    /** Examples of each domain. */
    static final int MOST = 250;

    /** One in this many examples of a domain is held out; with fewer examples than this there are no ratios. */
    private static final int HELD_OUT = 5;

    private static final double[] DECAYS = {1e-1, 1e-2, 1e-3, 1e-4, 1e-5};

    /** A logit is kept within this, so a ratio is finite even if the domains are far apart. */
    private static final double MOST_LOGIT = 30;

    private static final double TOLERANCE = 1e-9;
    private static final int MOST_ITERATIONS = 200;

    static {
        Linear.disableDebugOutput();
    }

    private DomainRatio() {}

    /**
     * Returns the ratio of each source example, positive and finite; all are 1 if a domain has fewer than five examples.
     *
     * @param source {@code [m][d]}
     * @param target {@code [n][d]}
     * @return {@code [m]}
     */
    public static double[] ofSource(double[][] source, double[][] target) {
        double[] ratios = new double[source.length];
        Arrays.fill(ratios, 1);
        if (Math.min(source.length, target.length) < HELD_OUT) {
            return ratios;
        }
        double[][] ofSource = Vectors.spread(sorted(source), MOST);
        double[][] ofTarget = Vectors.spread(sorted(target), MOST);
        Scale scale = Scale.of(ofSource, ofTarget);
        Feature[][] all = nodes(ofSource, ofTarget, scale);
        Model best = fit(all, ofSource.length, DECAYS[0]);
        int most = correct(best, all, ofSource.length);
        for (int i = 1; i < DECAYS.length; i++) {
            Model model = fit(all, ofSource.length, DECAYS[i]);
            int correct = correct(model, all, ofSource.length);
            if (correct > most) {
                most = correct;
                best = model;
            }
        }
        double factor = (double) trained(ofSource.length) / trained(ofTarget.length);
        for (int i = 0; i < ratios.length; i++) {
            double logit = logit(best, nodes(source[i], scale));
            ratios[i] = factor * Math.exp(-Math.max(-MOST_LOGIT, Math.min(MOST_LOGIT, logit)));
        }
        return ratios;
    }

    private static double[][] sorted(double[][] rows) {
        double[][] sorted = rows.clone();
        Arrays.sort(sorted, Arrays::compare);
        return sorted;
    }

    /** What brings a column to mean 0 and variance 1; a column without variance becomes 0. */
    private record Scale(double[] means, double[] factors) {
        static Scale of(double[][] source, double[][] target) {
            int columns = source[0].length;
            double count = source.length + target.length;
            double[] means = new double[columns];
            double[] factors = new double[columns];
            for (double[][] rows : new double[][][] {source, target}) {
                for (double[] row : rows) {
                    for (int c = 0; c < columns; c++) {
                        means[c] += row[c] / count;
                    }
                }
            }
            for (double[][] rows : new double[][][] {source, target}) {
                for (double[] row : rows) {
                    for (int c = 0; c < columns; c++) {
                        factors[c] += (row[c] - means[c]) * (row[c] - means[c]) / count;
                    }
                }
            }
            for (int c = 0; c < columns; c++) {
                factors[c] = factors[c] > 0 ? 1 / Math.sqrt(factors[c]) : 0;
            }
            return new Scale(means, factors);
        }
    }

    private static Feature[][] nodes(double[][] source, double[][] target, Scale scale) {
        Feature[][] all = new Feature[source.length + target.length][];
        for (int i = 0; i < all.length; i++) {
            all[i] = nodes(i < source.length ? source[i] : target[i - source.length], scale);
        }
        return all;
    }

    private static Feature[] nodes(double[] row, Scale scale) {
        Feature[] nodes = new Feature[row.length + 1];
        for (int c = 0; c < row.length; c++) {
            nodes[c] = new FeatureNode(c + 1, (row[c] - scale.means()[c]) * scale.factors()[c]);
        }
        nodes[row.length] = new FeatureNode(row.length + 1, 1);
        return nodes;
    }

    private static boolean isHeldOut(int row, int source) {
        return (row < source ? row : row - source) % HELD_OUT == HELD_OUT - 1;
    }

    private static int trained(int count) {
        return count - count / HELD_OUT;
    }

    /** Minimises the mean log loss plus {@code decay / 2} times the squared length of the weights and the bias. */
    private static Model fit(Feature[][] all, int source, double decay) {
        int count = trained(source) + trained(all.length - source);
        Problem problem = new Problem();
        problem.l = count;
        problem.n = all[0].length;
        problem.bias = 1;
        problem.x = new Feature[count][];
        problem.y = new double[count];
        int at = 0;
        for (int i = 0; i < all.length; i++) {
            if (!isHeldOut(i, source)) {
                problem.x[at] = all[i];
                problem.y[at++] = i < source ? 1 : 0;
            }
        }
        return Linear.train(problem, new Parameter(SolverType.L2R_LR, 1 / (decay * count), MOST_ITERATIONS, TOLERANCE));
    }

    private static int correct(Model model, Feature[][] all, int source) {
        int correct = 0;
        for (int i = 0; i < all.length; i++) {
            correct += isHeldOut(i, source) && logit(model, all[i]) > 0 == i < source ? 1 : 0;
        }
        return correct;
    }

    /** Returns the logit of "comes from the source", which is the first label of the problem. */
    private static double logit(Model model, Feature[] row) {
        double[] weights = model.getFeatureWeights();
        double sum = 0;
        for (int c = 0; c < row.length; c++) {
            sum += weights[c] * row[c].getValue();
        }
        return sum;
    }
}
