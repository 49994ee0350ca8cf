package io.github.dann4j.data.batch;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.IndexTensor;
import io.github.dann4j.data.Pictures;
import io.github.dann4j.data.prepare.InputScale;
import io.github.dann4j.data.prepare.Normalisation;
import java.util.stream.LongStream;

/** Normalised examples without labels: the target domain as a method is given it. No way leads from here to a label. */
public final class UnlabeledExamples implements AutoCloseable {
    private final Examples examples;
    private final IndexTensor index = new IndexTensor();

    /** A view on a set as {@link LabeledExamples} are; the set must outlive it. */
    public UnlabeledExamples(ExampleSet set, Normalisation normalisation) {
        this(Examples.of(set, normalisation));
    }

    UnlabeledExamples(Examples examples) {
        this.examples = examples;
    }

    public int size() {
        return examples.size();
    }

    /**
     * Where grey, black and white lie among the inputs.
     *
     * @throws DataException if these are no images
     */
    public InputScale inputScale() {
        if (examples instanceof Pixels pixels) {
            return pixels.inputScale();
        }
        throw new DataException(
                "a strong view needs images, and these examples are none: take a method without strong views");
    }

    /** The examples with these indices; the tensors belong to the caller's scope. */
    public UnlabeledBatch batch(long[] indices) {
        return index.use(indices, tensor -> new UnlabeledBatch(examples.batch(tensor), indices));
    }

    /** The examples {@code from .. to - 1}, in the set's order. */
    public UnlabeledBatch range(int from, int to) {
        return new UnlabeledBatch(
                examples.range(from, to), LongStream.range(from, to).toArray());
    }

    /** Whether these are images, which people can look at. */
    public boolean areImages() {
        return examples instanceof Pixels;
    }

    /**
     * The images with these indices as a network gets them, brought back to bytes for people to look at. Where each picture is
     * standardised on its own, grey is its mean, and black and white are two standard deviations away.
     *
     * @param mostSide larger pictures are averaged down so that no side is longer, in pixels
     * @throws IllegalStateException if these are no images
     */
    public Pictures pictures(int[] indices, int mostSide) {
        if (examples instanceof Pixels pixels) {
            return pixels.pictures(indices, mostSide);
        }
        throw new IllegalStateException("vectors of features have no pictures");
    }

    @Override
    public void close() {
        examples.close();
        index.close();
    }
}
