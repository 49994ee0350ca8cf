package io.github.dann4j.data.batch;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.ImageBytes;
import io.github.dann4j.data.IndexTensor;
import io.github.dann4j.data.prepare.InputScale;
import io.github.dann4j.data.prepare.Normalisation;
import java.util.stream.LongStream;

/**
 * Normalised examples without labels: the form in which a method receives the target domain. Labels cannot be reached
 * from here.
 */
@PublicApi
public final class UnlabeledExamples implements AutoCloseable {
    private final Examples examples;
    private final IndexTensor index = new IndexTensor();

    /** Creates a view as {@link LabeledExamples} does; {@code set} must outlive it. */
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
     * Returns the positions of grey, black and white among the inputs.
     *
     * @throws DataException if these are not images
     */
    public InputScale inputScale() {
        if (examples instanceof Pixels pixels) {
            return pixels.inputScale();
        }
        throw new DataException(
                "a strong view needs images, but these examples are features; use a method without strong views");
    }

    /** Returns the examples with these indices; the tensors belong to the caller's scope. */
    public UnlabeledBatch batch(long[] indices) {
        return index.use(indices, tensor -> new UnlabeledBatch(examples.batch(tensor), indices));
    }

    /** Returns the examples {@code from .. to - 1}, in their order. */
    public UnlabeledBatch range(int from, int to) {
        return new UnlabeledBatch(
                examples.range(from, to), LongStream.range(from, to).toArray());
    }

    /** Returns whether these are images, which people can look at. */
    public boolean areImages() {
        return examples instanceof Pixels;
    }

    /**
     * Returns the images with these indices as a network receives them, converted back to bytes for people to look at.
     * If each image is standardised on its own, grey is its mean, and black and white are two standard deviations away.
     *
     * @param mostSide larger images are averaged down so that no side is longer, in pixels
     * @throws IllegalStateException if these are not images
     */
    public ImageBytes images(int[] indices, int mostSide) {
        if (examples instanceof Pixels pixels) {
            return pixels.images(indices, mostSide);
        }
        throw new IllegalStateException("vectors of features cannot be shown as images");
    }

    @Override
    public void close() {
        examples.close();
        index.close();
    }
}
