package io.github.dann4j.shallow;

import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.engine.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Rows that store only their values other than 0, in float64. Immutable.
 *
 * <p>Suitable for word counts, where nearly all values are 0, and for rows of few columns.
 */
public final class SparseInput implements InputRows {
    private final int columns;

    /** The columns of each row's values, ascending. */
    private final int[][] places;

    private final double[][] values;

    private SparseInput(int columns, int[][] places, double[][] values) {
        this.columns = columns;
        this.places = places;
        this.values = values;
    }

    /**
     * Returns the rows of a matrix.
     *
     * @param rows {@code [n][columns]}, all of the same length, all finite
     * @throws ShallowException if there is no row or no column, a row has another length, or a value is not finite
     */
    public static SparseInput of(double[][] rows) {
        if (rows.length == 0 || rows[0].length == 0) {
            throw new ShallowException("a shallow training needs at least one row of at least one column, got none");
        }
        int columns = rows[0].length;
        int[][] places = new int[rows.length][];
        double[][] values = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            double[] row = rows[i];
            if (row.length != columns) {
                throw new ShallowException(String.format(
                        Locale.ROOT, "row %d has %d columns, row 0 has %d; all need the same", i, row.length, columns));
            }
            int[] found = new int[columns];
            int count = 0;
            for (int column = 0; column < columns; column++) {
                if (!Double.isFinite(row[column])) {
                    throw new ShallowException(String.format(
                            Locale.ROOT,
                            "row %d, column %d: %s is not finite; remove the row or replace the value",
                            i,
                            column,
                            row[column]));
                }
                if (row[column] != 0) {
                    found[count++] = column;
                }
            }
            places[i] = Arrays.copyOf(found, count);
            values[i] =
                    Arrays.stream(places[i]).mapToDouble(column -> row[column]).toArray();
        }
        return new SparseInput(columns, places, values);
    }

    /** Returns the rows of a dataset, without its labels. */
    public static SparseInput of(FeatureSet rows) {
        float[] flat = Tensors.floats(rows.features());
        double[][] all = new double[rows.size()][rows.columns()];
        for (int i = 0; i < all.length; i++) {
            for (int column = 0; column < all[i].length; column++) {
                all[i][column] = flat[i * rows.columns() + column];
            }
        }
        return of(all);
    }

    /**
     * Returns the rows of both, these first.
     *
     * @throws ShallowException if they have different numbers of columns
     */
    public SparseInput with(SparseInput others) {
        if (others.columns != columns) {
            throw new ShallowException(String.format(
                    Locale.ROOT, "source and target need the same columns, got %d and %d", columns, others.columns));
        }
        List<int[]> allPlaces = new ArrayList<>(List.of(places));
        allPlaces.addAll(List.of(others.places));
        List<double[]> allValues = new ArrayList<>(List.of(values));
        allValues.addAll(List.of(others.values));
        return new SparseInput(columns, allPlaces.toArray(int[][]::new), allValues.toArray(double[][]::new));
    }

    /** Returns the rows with these numbers, in this order. */
    public SparseInput rows(int[] numbers) {
        return new SparseInput(
                columns,
                Arrays.stream(numbers).mapToObj(number -> places[number]).toArray(int[][]::new),
                Arrays.stream(numbers).mapToObj(number -> values[number]).toArray(double[][]::new));
    }

    @Override
    public int size() {
        return places.length;
    }

    @Override
    public int columns() {
        return columns;
    }

    int[] places(int row) {
        return places[row];
    }

    double[] values(int row) {
        return values[row];
    }

    @Override
    public double[][] times(double[] matrix, int width) {
        double[][] products = new double[places.length][width];
        for (int row = 0; row < places.length; row++) {
            add(row, matrix, products[row]);
        }
        return products;
    }

    /** Adds the product of a row with a matrix of as many columns as {@code sum} has places. */
    void add(int row, double[] matrix, double[] sum) {
        int[] columnsOfRow = places[row];
        double[] valuesOfRow = values[row];
        int width = sum.length;
        for (int k = 0; k < columnsOfRow.length; k++) {
            double value = valuesOfRow[k];
            int from = columnsOfRow[k] * width;
            for (int unit = 0; unit < width; unit++) {
                sum[unit] += value * matrix[from + unit];
            }
        }
    }
}
