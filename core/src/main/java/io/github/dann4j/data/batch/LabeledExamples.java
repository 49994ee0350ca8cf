package io.github.dann4j.data.batch;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.IndexTensor;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.engine.Tensors;
import java.util.List;

/** Normalised examples with their labels: a source domain, or a test set. */
@PublicApi
public final class LabeledExamples implements AutoCloseable {
    private final Examples examples;
    private final StoredRows labels;
    private final long[] classes;
    private final List<String> classNames;
    private final UnlabeledExamples unlabeled;
    private final IndexTensor index = new IndexTensor();

    /**
     * Creates a view of labelled examples that a network can already take: images at the input size, rows with the
     * network's columns. {@code set} must outlive it.
     *
     * @throws DataException if {@code set} has no labels
     */
    public LabeledExamples(ExampleSet set, Normalisation normalisation) {
        this.classes = Tensors.longs(set.labels());
        this.labels = new StoredRows(set.labels());
        this.examples = Examples.of(set, normalisation);
        this.classNames = set.classNames();
        this.unlabeled = new UnlabeledExamples(examples);
    }

    /** Returns the same examples without their labels; closed with this object. */
    public UnlabeledExamples unlabeled() {
        return unlabeled;
    }

    public int size() {
        return examples.size();
    }

    public List<String> classNames() {
        return classNames;
    }

    /** Returns the class of every example, in their order. */
    public long[] classes() {
        return classes.clone();
    }

    /** Returns the share of each class among the examples; the sum is 1. */
    public double[] classShares() {
        double[] shares = new double[classNames.size()];
        for (long label : classes()) {
            shares[(int) label] += 1.0 / size();
        }
        return shares;
    }

    /** Returns the examples with these indices; the tensors belong to the caller's scope. */
    public LabeledBatch batch(long[] indices) {
        return index.use(indices, tensor -> new LabeledBatch(examples.batch(tensor), labels.select(tensor)));
    }

    /** Returns the examples {@code from .. to - 1}, in their order. */
    public LabeledBatch range(int from, int to) {
        return new LabeledBatch(examples.range(from, to), labels.range(from, to));
    }

    @Override
    public void close() {
        unlabeled.close();
        labels.close();
        index.close();
    }
}
