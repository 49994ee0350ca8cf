package io.github.dann4j.loss;

import java.util.Arrays;

/**
 * The assignment problem: the optimal transport between two sets of equally many points of equal weight. Solved exactly
 * by shortest augmenting paths (Jonker and Volgenant 1987), O(n³): about a millisecond for 128 points.
 */
public final class Assignment {
    private Assignment() {}

    /**
     * Returns for each row the column that it is assigned to, so that each column is used once and the sum of the costs
     * is smallest.
     *
     * @param cost square matrix; if a value is not finite, every row is assigned to the column of its own number
     */
    public static long[] of(float[][] cost) {
        int n = cost.length;
        long[] columnOf = new long[n];
        if (!isFinite(cost)) {
            Arrays.setAll(columnOf, i -> i);
            return columnOf;
        }
        // Row 0 and column 0 are helpers: rowOf[0] is the row that seeks a column.
        double[] rowPrice = new double[n + 1];
        double[] columnPrice = new double[n + 1];
        int[] rowOf = new int[n + 1];
        for (int row = 1; row <= n; row++) {
            rowOf[0] = row;
            augment(cost, rowPrice, columnPrice, rowOf);
        }
        for (int column = 1; column <= n; column++) {
            columnOf[rowOf[column] - 1] = column - 1;
        }
        return columnOf;
    }

    /** Assigns one more row, along the cheapest path of changes to the rows that are already assigned. */
    private static void augment(float[][] cost, double[] rowPrice, double[] columnPrice, int[] rowOf) {
        int n = cost.length;
        double[] least = new double[n + 1]; // the cheapest way to each column so far
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        int[] before = new int[n + 1];
        boolean[] reached = new boolean[n + 1];
        int column = 0;
        do {
            reached[column] = true;
            int row = rowOf[column];
            int nearest = 0;
            double step = Double.POSITIVE_INFINITY;
            for (int next = 1; next <= n; next++) {
                if (reached[next]) {
                    continue;
                }
                double reduced = cost[row - 1][next - 1] - rowPrice[row] - columnPrice[next];
                if (reduced < least[next]) {
                    least[next] = reduced;
                    before[next] = column;
                }
                if (least[next] < step) {
                    step = least[next];
                    nearest = next;
                }
            }
            for (int j = 0; j <= n; j++) {
                if (reached[j]) {
                    rowPrice[rowOf[j]] += step;
                    columnPrice[j] -= step;
                } else {
                    least[j] -= step;
                }
            }
            column = nearest;
        } while (rowOf[column] != 0);
        while (column != 0) {
            rowOf[column] = rowOf[before[column]];
            column = before[column];
        }
    }

    private static boolean isFinite(float[][] cost) {
        return Arrays.stream(cost).allMatch(row -> {
            for (float value : row) {
                if (!Float.isFinite(value)) {
                    return false;
                }
            }
            return true;
        });
    }
}
