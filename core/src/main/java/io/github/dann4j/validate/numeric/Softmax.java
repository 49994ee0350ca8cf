package io.github.dann4j.validate.numeric;

/** Predictions out of logits, row by row. */
public final class Softmax {
    private Softmax() {}

    /** Returns the probabilities of each row; each sums to 1. */
    public static double[][] of(double[][] logits) {
        double[][] probabilities = logs(logits);
        for (double[] row : probabilities) {
            for (int c = 0; c < row.length; c++) {
                row[c] = Math.exp(row[c]);
            }
        }
        return probabilities;
    }

    /** Returns the logarithms of the probabilities of each row; finite. */
    public static double[][] logs(double[][] logits) {
        double[][] logs = new double[logits.length][];
        for (int i = 0; i < logits.length; i++) {
            double most = logits[i][classOf(logits[i])];
            double sum = 0;
            for (double logit : logits[i]) {
                sum += Math.exp(logit - most);
            }
            logs[i] = new double[logits[i].length];
            for (int c = 0; c < logs[i].length; c++) {
                logs[i][c] = logits[i][c] - most - Math.log(sum);
            }
        }
        return logs;
    }

    /** Returns the predicted class of each row: the first of its largest logits. */
    public static int[] classes(double[][] logits) {
        int[] classes = new int[logits.length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = classOf(logits[i]);
        }
        return classes;
    }

    private static int classOf(double[] row) {
        int best = 0;
        for (int c = 1; c < row.length; c++) {
            if (row[c] > row[best]) {
                best = c;
            }
        }
        return best;
    }

    /** Returns the largest probability of each row. */
    public static double[] confidences(double[][] logits) {
        double[][] probabilities = of(logits);
        double[] confidences = new double[probabilities.length];
        for (int i = 0; i < confidences.length; i++) {
            confidences[i] = probabilities[i][classOf(probabilities[i])];
        }
        return confidences;
    }

    /** Returns the entropy of each row's probabilities, in nats. */
    public static double[] entropies(double[][] logits) {
        double[] entropies = new double[logits.length];
        double[][] logs = logs(logits);
        for (int i = 0; i < entropies.length; i++) {
            for (double log : logs[i]) {
                entropies[i] -= Math.exp(log) * log;
            }
        }
        return entropies;
    }

    /** Returns the mean of values. */
    public static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Returns the entropy of the mean of rows of probabilities, in nats. */
    public static double entropyOfMean(double[][] probabilities) {
        double entropy = 0;
        for (int c = 0; c < probabilities[0].length; c++) {
            double mean = 0;
            for (double[] row : probabilities) {
                mean += row[c] / probabilities.length;
            }
            entropy -= mean > 0 ? mean * Math.log(mean) : 0;
        }
        return entropy;
    }

    /** Returns the share of rows whose predicted class is their label. */
    public static double accuracy(double[][] logits, int[] labels) {
        int[] classes = classes(logits);
        double correct = 0;
        for (int i = 0; i < labels.length; i++) {
            correct += classes[i] == labels[i] ? 1 : 0;
        }
        return correct / labels.length;
    }
}
