package io.github.dann4j.embed;

import java.util.Arrays;

/**
 * The tree of Barnes and Hut over positions in the plane. The points are sorted along a Z-order curve, so that every
 * cell is a range of points. The cells are in depth-first order, so that a walk needs no stack: it moves to the next
 * cell, or past all cells inside the current one.
 */
final class QuadTree implements RepulsiveField {
    /** Depth of the finest cells. A cell's side is at least 2⁻²¹ of the whole. */
    private static final int DEPTH = 21;

    /** Cells with at most this many points are not divided: a direct sum is faster. */
    private static final int LEAF = 8;

    private static final int DIGIT = 11;

    private final StudentKernel kernel;
    private final double squaredTheta;

    /** Numbers of the points in Z-order. */
    private final int[] order;

    private final double[] xs;
    private final double[] ys;
    private final long[] keys;

    private int cells;
    private double[] centreX;
    private double[] centreY;
    private double[] squaredSides;
    private int[] firsts;
    private int[] counts;
    /**
     * For each cell, the cell after all cells inside it; for an undivided cell, the bitwise complement of its
     * successor.
     */
    private int[] nexts;

    QuadTree(double[] positions, StudentKernel kernel, double theta) {
        this.kernel = kernel;
        this.squaredTheta = theta * theta;
        int n = positions.length / 2;
        double lowX = Double.MAX_VALUE;
        double lowY = Double.MAX_VALUE;
        double highX = -Double.MAX_VALUE;
        double highY = -Double.MAX_VALUE;
        for (int i = 0; i < n; i++) {
            lowX = Math.min(lowX, positions[2 * i]);
            highX = Math.max(highX, positions[2 * i]);
            lowY = Math.min(lowY, positions[2 * i + 1]);
            highY = Math.max(highY, positions[2 * i + 1]);
        }
        double side = Math.max(highX - lowX, highY - lowY);
        double scale = side > 0 ? (1 << DEPTH) / side : 0;
        long[] unsorted = new long[n];
        for (int i = 0; i < n; i++) {
            unsorted[i] = interleave(cell(positions[2 * i] - lowX, scale))
                    | interleave(cell(positions[2 * i + 1] - lowY, scale)) << 1;
        }
        this.order = sorted(unsorted);
        this.xs = new double[n];
        this.ys = new double[n];
        this.keys = new long[n];
        for (int i = 0; i < n; i++) {
            xs[i] = positions[2 * order[i]];
            ys[i] = positions[2 * order[i] + 1];
            keys[i] = unsorted[order[i]];
        }
        int room = Math.max(16, n / 2);
        centreX = new double[room];
        centreY = new double[room];
        squaredSides = new double[room];
        firsts = new int[room];
        counts = new int[room];
        nexts = new int[room];
        build(0, n, 0, side * side);
    }

    private static int cell(double offset, double scale) {
        return Math.min((1 << DEPTH) - 1, (int) (offset * scale));
    }

    /** Inserts a zero between any two bits. */
    private static long interleave(int value) {
        long x = value;
        x = (x | x << 16) & 0x0000FFFF0000FFFFL;
        x = (x | x << 8) & 0x00FF00FF00FF00FFL;
        x = (x | x << 4) & 0x0F0F0F0F0F0F0F0FL;
        x = (x | x << 2) & 0x3333333333333333L;
        return (x | x << 1) & 0x5555555555555555L;
    }

    /** Returns the order of keys of 2 · {@value #DEPTH} bits, by a radix sort. */
    private static int[] sorted(long[] keys) {
        int n = keys.length;
        int[] from = new int[n];
        int[] to = new int[n];
        Arrays.setAll(from, i -> i);
        int[] starts = new int[1 << DIGIT];
        for (int shift = 0; shift < 2 * DEPTH; shift += DIGIT) {
            Arrays.fill(starts, 0);
            for (long key : keys) {
                starts[(int) (key >>> shift) & (1 << DIGIT) - 1]++;
            }
            int sum = 0;
            for (int digit = 0; digit < starts.length; digit++) {
                int count = starts[digit];
                starts[digit] = sum;
                sum += count;
            }
            for (int i : from) {
                to[starts[(int) (keys[i] >>> shift) & (1 << DIGIT) - 1]++] = i;
            }
            int[] swapped = from;
            from = to;
            to = swapped;
        }
        return from;
    }

    /** Creates the cell of the points {@code from .. to - 1} and all cells inside it. */
    private void build(int from, int to, int depth, double squaredSide) {
        int cell = newCell();
        double sumX = 0;
        double sumY = 0;
        for (int i = from; i < to; i++) {
            sumX += xs[i];
            sumY += ys[i];
        }
        centreX[cell] = sumX / (to - from);
        centreY[cell] = sumY / (to - from);
        squaredSides[cell] = squaredSide;
        firsts[cell] = from;
        counts[cell] = to - from;
        if (to - from <= LEAF || depth == DEPTH) {
            nexts[cell] = ~cells;
            return;
        }
        int shift = 2 * (DEPTH - 1 - depth);
        for (int first = from; first < to; ) {
            int last = first + 1;
            long quarter = keys[first] >>> shift;
            if (keys[to - 1] >>> shift == quarter) {
                last = to;
            } else {
                int high = to;
                while (last < high) {
                    int middle = (last + high) >>> 1;
                    if (keys[middle] >>> shift == quarter) {
                        last = middle + 1;
                    } else {
                        high = middle;
                    }
                }
            }
            build(first, last, depth + 1, squaredSide / 4);
            first = last;
        }
        nexts[cell] = cells;
    }

    private int newCell() {
        if (cells == firsts.length) {
            int room = 2 * cells;
            centreX = Arrays.copyOf(centreX, room);
            centreY = Arrays.copyOf(centreY, room);
            squaredSides = Arrays.copyOf(squaredSides, room);
            firsts = Arrays.copyOf(firsts, room);
            counts = Arrays.copyOf(counts, room);
            nexts = Arrays.copyOf(nexts, room);
        }
        return cells++;
    }

    @Override
    public Probe probe() {
        return new Walk();
    }

    /** Reads the field by a walk through the cells. */
    private final class Walk extends Probe {
        @Override
        void at(double x, double y) {
            double sumX = 0;
            double sumY = 0;
            double total = 0;
            for (int cell = 0; cell < cells; ) {
                double dx = x - centreX[cell];
                double dy = y - centreY[cell];
                double square = dx * dx + dy * dy;
                int next = nexts[cell];
                if (squaredSides[cell] < squaredTheta * square) {
                    double u = kernel.weight(square);
                    double k = counts[cell] * kernel.similarity(u);
                    total += k;
                    sumX += k * u * dx;
                    sumY += k * u * dy;
                    cell = next < 0 ? ~next : next;
                } else if (next < 0) {
                    for (int j = firsts[cell], end = j + counts[cell]; j < end; j++) {
                        double pointX = x - xs[j];
                        double pointY = y - ys[j];
                        double u = kernel.weight(pointX * pointX + pointY * pointY);
                        double k = kernel.similarity(u);
                        total += k;
                        sumX += k * u * pointX;
                        sumY += k * u * pointY;
                    }
                    cell = ~next;
                } else {
                    cell++;
                }
            }
            forceX = sumX;
            forceY = sumY;
            similarity = total;
        }
    }

    @Override
    public int[] order() {
        return order;
    }
}
