package io.github.dann4j.data;

import java.util.stream.LongStream;

/** Normalised images without labels: the target domain as a method is given it. No way leads from here to a label. */
public final class UnlabeledExamples implements AutoCloseable {
    private final Pixels pixels;
    private final IndexTensor index = new IndexTensor();

    /** A view on a set that is at the input size already; the set must outlive it. */
    public UnlabeledExamples(ImageSet set, Normalisation normalisation) {
        this(new Pixels(set, normalisation));
    }

    UnlabeledExamples(Pixels pixels) {
        this.pixels = pixels;
    }

    public int size() {
        return pixels.size();
    }

    /** The images with these indices; the tensors belong to the caller's scope. */
    public UnlabeledBatch batch(long[] indices) {
        return index.use(indices, tensor -> new UnlabeledBatch(pixels.batch(tensor), indices));
    }

    /** The images {@code from .. to - 1}, in the set's order. */
    public UnlabeledBatch range(int from, int to) {
        return new UnlabeledBatch(
                pixels.range(from, to), LongStream.range(from, to).toArray());
    }

    /**
     * The images with these indices as a network gets them, brought back to bytes for people to look at. Where each picture is
     * standardised on its own, grey is its mean, and black and white are two standard deviations away.
     *
     * @param mostSide larger pictures are averaged down so that no side is longer, in pixels
     */
    public Pictures pictures(int[] indices, int mostSide) {
        return pixels.pictures(indices, mostSide);
    }

    @Override
    public void close() {
        pixels.close();
        index.close();
    }
}
