package io.github.dann4j.shallow;

/**
 * The rows that a shallow training reads, each a vector of {@link #columns()} numbers in any unit: word counts, points
 * of the plane, features.
 */
public sealed interface InputRows permits SparseInput, DenseInput {
    /** Returns the number of rows, at least 1. */
    int size();

    /** Returns the length of each row, at least 1. */
    int columns();

    /**
     * Returns the product of each row with a matrix.
     *
     * @param matrix {@code [columns][width]}, row after row
     * @param width number of its columns
     * @return {@code [size][width]}
     */
    double[][] times(double[] matrix, int width);
}
