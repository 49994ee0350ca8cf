package io.github.dann4j.validate.numeric;

/**
 * Two partitions of the same examples, counted: how many examples each part of one has in common with each part of the
 * other.
 *
 * @param counts {@code [rows][columns]}; the sum is the number of examples
 */
public record Partitions(int[][] counts) {
    /**
     * Counts two partitions.
     *
     * @param one part of each example, from 0 to {@code parts - 1}
     * @param other the same for the other partition
     */
    public static Partitions of(int[] one, int[] other, int parts) {
        int[][] counts = new int[parts][parts];
        for (int i = 0; i < one.length; i++) {
            counts[one[i]][other[i]]++;
        }
        return new Partitions(counts);
    }

    /** Returns the sizes of the parts of the first partition. */
    public int[] rows() {
        int[] sums = new int[counts.length];
        for (int r = 0; r < sums.length; r++) {
            for (int count : counts[r]) {
                sums[r] += count;
            }
        }
        return sums;
    }

    /** Returns the sizes of the parts of the second partition. */
    public int[] columns() {
        int[] sums = new int[counts[0].length];
        for (int[] row : counts) {
            for (int c = 0; c < sums.length; c++) {
                sums[c] += row[c];
            }
        }
        return sums;
    }

    /** Returns whether one of the partitions has a single part, so that it says nothing about the other. */
    public boolean isTrivial() {
        return occupied(rows()) < 2 || occupied(columns()) < 2;
    }

    private static int occupied(int[] sizes) {
        int occupied = 0;
        for (int size : sizes) {
            occupied += size > 0 ? 1 : 0;
        }
        return occupied;
    }

    /** Returns the entropy of a partition with these sizes, in nats. */
    public static double entropy(int[] sizes) {
        double all = total(sizes);
        double entropy = 0;
        for (int size : sizes) {
            entropy -= size > 0 ? size / all * Math.log(size / all) : 0;
        }
        return entropy;
    }

    /** Returns the mutual information of the partitions, in nats. */
    public double information() {
        int[] rows = rows();
        int[] columns = columns();
        double all = total(rows);
        double information = 0;
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < columns.length; c++) {
                double count = counts[r][c];
                information += count > 0 ? count / all * Math.log(count / rows[r] * (all / columns[c])) : 0;
            }
        }
        return Math.max(0, information);
    }

    /**
     * Returns the mean of the mutual information over all pairs of partitions with these sizes: the hypergeometric
     * expectation of Vinh, Epps and Bailey (2010), equation 24a.
     */
    public double expectedInformation() {
        int[] rows = rows();
        int[] columns = columns();
        int all = total(rows);
        double[] log = new double[all + 1]; // log[k]: ln k!
        for (int k = 1; k <= all; k++) {
            log[k] = log[k - 1] + Math.log(k);
        }
        double expected = 0;
        for (int a : rows) {
            for (int b : columns) {
                for (int k = Math.max(1, a + b - all); k <= Math.min(a, b); k++) {
                    double chance = log[a] + log[b] + log[all - a] + log[all - b] - log[all];
                    chance -= log[k] + log[a - k] + log[b - k] + log[all - a - b + k];
                    expected += (double) k / all * Math.log((double) all * k / ((double) a * b)) * Math.exp(chance);
                }
            }
        }
        return expected;
    }

    private static int total(int[] sizes) {
        int total = 0;
        for (int size : sizes) {
            total += size;
        }
        return total;
    }
}
