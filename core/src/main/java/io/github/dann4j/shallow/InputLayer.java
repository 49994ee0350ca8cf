package io.github.dann4j.shallow;

/** The weights W between the input and the hidden layer, in the form that suits the rows. */
sealed interface InputLayer permits SparseLayer, GramLayer {
    /** @param weights {@code [columns][hidden]}, row after row; not kept */
    static InputLayer of(InputRows rows, double[] weights, int hidden) {
        return rows instanceof SparseInput sparse
                ? new SparseLayer(sparse, weights)
                : new GramLayer((DenseInput) rows, weights, hidden);
    }

    /** Computes W x of a row. */
    void products(int row, double[] products);

    /** Subtracts {@code rate · delta xᵀ} of one row. */
    void update(int row, double[] delta, double rate);

    /** As {@link #update(int, double[], double)} for a row of each domain. */
    void update(int row, double[] delta, int otherRow, double[] otherDelta, double rate);

    /** Keeps the present weights; replaces those that were kept. */
    void keep();

    /** Returns to the weights that were kept. */
    void restore();

    /** Returns the weights, {@code [columns][hidden]}, row after row; a copy. */
    double[] weights();
}
