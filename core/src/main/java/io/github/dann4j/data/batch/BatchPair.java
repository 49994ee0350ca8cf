package io.github.dann4j.data.batch;

import io.github.dann4j.api.PublicApi;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * The data of one training step: views of a labelled source batch and of an unlabelled target batch, as the step needs
 * them.
 */
@PublicApi
public final class BatchPair {
    private final List<LabeledBatch> source;
    private final List<UnlabeledBatch> target;

    /**
     * @param source views of the same examples; empty for a step that uses no source examples
     * @param target views of the same examples; empty for a step that uses no target examples
     */
    public BatchPair(List<LabeledBatch> source, List<UnlabeledBatch> target) {
        this.source = List.copyOf(source);
        this.target = List.copyOf(target);
    }

    /**
     * Returns the only view of the source examples, or the first of several.
     *
     * @throws IllegalStateException if the pair was drawn for a step that does not use the source
     */
    public LabeledBatch source() {
        return source(0);
    }

    /**
     * Returns a view of the source examples. All views have the same examples and labels, and each is varied
     * independently.
     *
     * @param view number of the view, from 0
     * @throws IllegalStateException if the pair was drawn without this view
     */
    public LabeledBatch source(int view) {
        return view("source", source, view);
    }

    /**
     * Returns the only view of the target examples, or the first of several.
     *
     * @throws IllegalStateException if the pair was drawn for a step that does not use the target
     */
    public UnlabeledBatch target() {
        return target(0);
    }

    /**
     * Returns a view of the target examples. All views have the same examples, and each is varied independently.
     *
     * @param view number of the view, from 0
     * @throws IllegalStateException if the pair was drawn without this view
     */
    public UnlabeledBatch target(int view) {
        return view("target", target, view);
    }

    private static <T> T view(String domain, List<T> views, int view) {
        if (view >= views.size()) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "the step declares that it needs %d views of the %s, so there is no view %d",
                    views.size(),
                    domain,
                    view));
        }
        return views.get(view);
    }

    /**
     * Keeps the pair beyond the scope in which it was drawn. Call {@link #moveToInnerScope} or {@link #release}
     * afterwards.
     */
    public BatchPair retain() {
        tensors().forEach(Tensor::retainReference);
        return this;
    }

    /** Gives a retained pair to the innermost scope of this thread; the pair is released with that scope. */
    public void moveToInnerScope() {
        PointerScope scope = PointerScope.getInnerScope();
        if (scope == null) {
            throw new IllegalStateException("this thread has no open scope to give the pair to");
        }
        tensors().forEach(scope::attach);
        release();
    }

    /** Releases a retained pair. */
    public void release() {
        tensors().forEach(Tensor::releaseReference);
    }

    private Stream<Tensor> tensors() {
        return Stream.concat(
                source.stream().flatMap(batch -> Stream.of(batch.inputs(), batch.labels())),
                target.stream().map(UnlabeledBatch::inputs));
    }
}
