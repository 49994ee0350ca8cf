package io.github.dann4j.data;

import static org.bytedeco.pytorch.global.torch.index_select;

import io.github.dann4j.engine.Tensors;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/** Normalised images with their labels: a source domain, or a test set. */
public final class LabeledExamples implements AutoCloseable {
    private final Pixels pixels;
    private final Tensor labels;
    private final List<String> classNames;
    private final UnlabeledExamples unlabeled;
    private final IndexTensor index = new IndexTensor();

    /**
     * A view on a labelled set that is at the input size already; the set must outlive it.
     *
     * @throws DataException if the set has no labels
     */
    public LabeledExamples(ImageSet set, Normalisation normalisation) {
        this.labels = set.labels();
        this.pixels = new Pixels(set, normalisation);
        this.classNames = set.classNames();
        this.unlabeled = new UnlabeledExamples(pixels);
    }

    /** The same images without their labels; closed with this. */
    public UnlabeledExamples unlabeled() {
        return unlabeled;
    }

    public int size() {
        return pixels.size();
    }

    public List<String> classNames() {
        return classNames;
    }

    /** The class of every image, in the set's order. */
    public long[] classes() {
        return Tensors.longs(labels);
    }

    /** Share of each class among the images; the sum is 1. */
    public double[] classShares() {
        double[] shares = new double[classNames.size()];
        for (long label : classes()) {
            shares[(int) label] += 1.0 / size();
        }
        return shares;
    }

    /** The images with these indices; the tensors belong to the caller's scope. */
    public LabeledBatch batch(long[] indices) {
        return index.use(indices, tensor -> new LabeledBatch(pixels.batch(tensor), index_select(labels, 0, tensor)));
    }

    /** The images {@code from .. to - 1}, in the set's order. */
    public LabeledBatch range(int from, int to) {
        return new LabeledBatch(
                pixels.range(from, to), labels.slice(0, new LongOptional(from), new LongOptional(to), 1));
    }

    @Override
    public void close() {
        unlabeled.close();
        index.close();
    }
}
