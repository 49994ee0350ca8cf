package io.github.dann4j.data;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** What one step trains on: a labelled batch of the source and views of an unlabelled batch of the target, as the step needs them. */
public final class BatchPair {
    private final @Nullable LabeledBatch source;
    private final List<UnlabeledBatch> views;

    /**
     * @param source null for a step that never looks at the source
     * @param views of the same target images; none for a step that never looks at the target
     */
    public BatchPair(@Nullable LabeledBatch source, List<UnlabeledBatch> views) {
        this.source = source;
        this.views = List.copyOf(views);
    }

    /** @throws IllegalStateException if the pair was drawn for a step that does not use the source */
    public LabeledBatch source() {
        if (source == null) {
            throw new IllegalStateException("drawn without a source batch: the step says that it needs none");
        }
        return source;
    }

    /**
     * The only view of the target images, or the first of several.
     *
     * @throws IllegalStateException if the pair was drawn for a step that does not use the target
     */
    public UnlabeledBatch target() {
        return target(0);
    }

    /**
     * A view of the target images: the same images as in every other one, varied anew.
     *
     * @param view number of the view, from 0
     * @throws IllegalStateException if the pair was drawn without it
     */
    public UnlabeledBatch target(int view) {
        if (view >= views.size()) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "drawn with %d views of the target, as the step says that it needs; there is no view %d",
                    views.size(),
                    view));
        }
        return views.get(view);
    }

    /** Keeps the pair beyond the scope that it was drawn in; to be followed by one of the other two. */
    public BatchPair retain() {
        tensors().forEach(Tensor::retainReference);
        return this;
    }

    /** Gives a retained pair to the innermost scope of this thread, with which it dies. */
    public void moveToInnerScope() {
        PointerScope scope = PointerScope.getInnerScope();
        if (scope == null) {
            throw new IllegalStateException("there is no scope to die with");
        }
        tensors().forEach(scope::attach);
        release();
    }

    /** Lets a retained pair go. */
    public void release() {
        tensors().forEach(Tensor::releaseReference);
    }

    private Stream<Tensor> tensors() {
        Stream<Tensor> labeled = source == null ? Stream.empty() : Stream.of(source.inputs(), source.labels());
        return Stream.concat(labeled, views.stream().map(UnlabeledBatch::inputs));
    }
}
