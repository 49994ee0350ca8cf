package io.github.dann4j.validate;

import java.util.Arrays;
import java.util.Random;

/** Outputs with known properties. */
public final class Cases {
    private static final int CLASSES = 3;
    private static final int EACH = 20;

    private Cases() {}

    /** Four examples of the source and six of the target, three classes, two features: numbers without a pattern. */
    public static Outputs small() {
        return new Outputs(
                new double[][] {{0, 0}, {1, 0}, {0, 2}, {3, 1}},
                new double[][] {{2, 0, -1}, {0, 1, 0.5}, {1, 0, 3}, {0.5, 0.2, 0.1}},
                new int[] {0, 1, 2, 1},
                new double[][] {{0, 0.5}, {0.2, 0}, {4, 4}, {4.5, 4}, {0, 5}, {0.3, 5.5}},
                new double[][] {{1, 0, 0}, {2, 1, 0}, {0, 3, 1}, {0, 1, 1.5}, {0, 0, 2}, {1, 0, 4}});
    }

    /** Features of each class around a corner of its own, predicted rightly and with certainty; both domains alike. */
    public static Outputs perfect() {
        Random random = new Random(1);
        int count = CLASSES * EACH;
        int[] labels = new int[count];
        Arrays.setAll(labels, i -> i % CLASSES);
        return mixed(
                new Outputs(corners(random, labels), logits(labels), labels, corners(random, labels), logits(labels)),
                1);
    }

    /** Adds mixed examples whose logits are the mixed logits with these factors, as those of a linear network are. */
    private static Outputs mixed(Outputs outputs, double factor) {
        double[][] logits = outputs.targetLogits();
        int[][] pairs = Mixtures.pairs(logits);
        double[][] mixed = new double[pairs[0].length][outputs.classes()];
        for (int i = 0; i < mixed.length; i++) {
            for (int c = 0; c < mixed[i].length; c++) {
                mixed[i][c] = factor
                        * (Mixtures.SHARE * logits[pairs[0][i]][c] + (1 - Mixtures.SHARE) * logits[pairs[1][i]][c]);
            }
        }
        return outputs.with(new Mixtures(pairs[0], pairs[1], mixed), new double[0][]);
    }

    private static double[][] corners(Random random, int[] labels) {
        double[][] features = new double[labels.length][CLASSES];
        for (int i = 0; i < labels.length; i++) {
            for (int c = 0; c < CLASSES; c++) {
                features[i][c] = (labels[i] == c ? 5 : 0) + 0.1 * random.nextGaussian();
            }
        }
        return features;
    }

    private static double[][] logits(int[] labels) {
        double[][] logits = new double[labels.length][CLASSES];
        for (int i = 0; i < labels.length; i++) {
            logits[i][labels[i]] = 8;
        }
        return logits;
    }

    /** Features along one line, in the target far from the source, and predictions that have nothing to do with them. */
    public static Outputs random() {
        Random random = new Random(2);
        int count = CLASSES * EACH;
        int[] labels = new int[count];
        Arrays.setAll(labels, i -> i % CLASSES);
        return mixed(
                new Outputs(
                        line(random, count, 0),
                        noise(random, count),
                        labels,
                        line(random, count, 20),
                        noise(random, count)),
                -1);
    }

    private static double[][] line(Random random, int count, double from) {
        double[][] features = new double[count][CLASSES];
        for (double[] row : features) {
            Arrays.fill(row, from + random.nextGaussian());
        }
        return features;
    }

    private static double[][] noise(Random random, int count) {
        double[][] logits = new double[count][CLASSES];
        for (double[] row : logits) {
            Arrays.setAll(row, c -> 2 * random.nextGaussian());
        }
        return logits;
    }

    /** The same examples in another order, that of each domain by itself. */
    public static Outputs shuffled(Outputs outputs) {
        Random random = new Random(3);
        int[] source = order(random, outputs.sourceLabels().length);
        int[] target = order(random, outputs.targetLogits().length);
        Outputs shuffled = new Outputs(
                rows(outputs.sourceFeatures(), source),
                rows(outputs.sourceLogits(), source),
                Arrays.stream(source).map(i -> outputs.sourceLabels()[i]).toArray(),
                rows(outputs.targetFeatures(), target),
                rows(outputs.targetLogits(), target));
        Mixtures mixtures = outputs.mixtures();
        return mixtures == null
                ? shuffled
                : shuffled.with(
                        new Mixtures(
                                places(target, mixtures.first()), places(target, mixtures.second()), mixtures.logits()),
                        outputs.classWeights());
    }

    private static int[] places(int[] order, int[] rows) {
        int[] places = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            places[order[i]] = i;
        }
        return Arrays.stream(rows).map(row -> places[row]).toArray();
    }

    /** Sines and cosines that validators.py has too: 30 examples of the source and 40 of the target. */
    public static Outputs waves(double shift) {
        int source = 30;
        int target = 40;
        int[] labels = new int[source];
        Arrays.setAll(labels, i -> i * i % CLASSES);
        double[][] sourceLogits =
                filled(source, (i, k) -> 2 * Math.cos(i * (k + 1) + shift) + (labels[i] == k ? 2.5 : 0));
        double[][] targetLogits = filled(target, (i, k) -> 2 * Math.cos(1 + 0.5 * i * (k + 2) + shift));
        int[][] pairs = Mixtures.pairs(targetLogits);
        double[][] mixed =
                filled(pairs[0].length, (i, k) -> 2 * Math.cos(3 + pairs[0][i] * (k + 1) + 0.3 * pairs[1][i]));
        return new Outputs(
                        filled(source, (i, c) -> Math.sin(1 + i * (c + 1))),
                        sourceLogits,
                        labels,
                        filled(target, (i, c) -> Math.sin(2 + 0.7 * i * (c + 1)) + (c == 0 ? 0.8 : 0)),
                        targetLogits)
                .with(new Mixtures(pairs[0], pairs[1], mixed), filled(CLASSES, (k, c) -> Math.cos(3 * k + c)));
    }

    private interface Entry {
        double at(int row, int column);
    }

    private static double[][] filled(int rows, Entry entry) {
        double[][] filled = new double[rows][CLASSES];
        for (int i = 0; i < rows; i++) {
            int row = i;
            Arrays.setAll(filled[i], c -> entry.at(row, c));
        }
        return filled;
    }

    private static int[] order(Random random, int count) {
        int[] order = new int[count];
        Arrays.setAll(order, i -> i);
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int other = order[j];
            order[j] = order[i];
            order[i] = other;
        }
        return order;
    }

    private static double[][] rows(double[][] all, int[] order) {
        return Arrays.stream(order).mapToObj(i -> all[i]).toArray(double[][]::new);
    }

    /** One example of each domain, both of the same prediction. */
    public static Outputs single() {
        return new Outputs(
                new double[][] {{1, 2}},
                new double[][] {{2, 0}},
                new int[] {0},
                new double[][] {{3, 4}},
                new double[][] {{1, -1}});
    }

    /** Four examples of the target, all certainly of class 0 of two; features in two groups. */
    public static Outputs oneClass() {
        double[][] features = {{0, 0}, {0, 1}, {9, 9}, {9, 8}};
        double[][] logits = {{100, 0}, {100, 0}, {100, 0}, {100, 0}};
        return new Outputs(features, logits, new int[] {0, 0, 1, 1}, features, logits);
    }

    /** Four examples of each domain with the same features; two classes are predicted. */
    public static Outputs sameFeatures() {
        double[][] features = {{1, 2}, {1, 2}, {1, 2}, {1, 2}};
        double[][] logits = {{1, 0}, {1, 0}, {0, 1}, {0, 1}};
        return new Outputs(features, logits, new int[] {0, 0, 1, 1}, features, logits);
    }
}
