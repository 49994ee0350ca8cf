package io.github.dann4j.data.batch;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** What one step trains on: views of a labelled batch of the source and of an unlabelled batch of the target, as the step needs them. */
public final class BatchPair {
    private final List<LabeledBatch> source;
    private final List<UnlabeledBatch> target;

    /**
     * @param source views of the same examples; none for a step that never looks at the source
     * @param target views of the same examples; none for a step that never looks at the target
     */
    public BatchPair(List<LabeledBatch> source, List<UnlabeledBatch> target) {
        this.source = List.copyOf(source);
        this.target = List.copyOf(target);
    }

    /**
     * The only view of the source examples, or the first of several.
     *
     * @throws IllegalStateException if the pair was drawn for a step that does not use the source
     */
    public LabeledBatch source() {
        return source(0);
    }

    /**
     * A view of the source examples: the same examples and labels as in every other one, varied anew.
     *
     * @param view number of the view, from 0
     * @throws IllegalStateException if the pair was drawn without it
     */
    public LabeledBatch source(int view) {
        return view("source", source, view);
    }

    /**
     * The only view of the target examples, or the first of several.
     *
     * @throws IllegalStateException if the pair was drawn for a step that does not use the target
     */
    public UnlabeledBatch target() {
        return target(0);
    }

    /**
     * A view of the target examples: the same examples as in every other one, varied anew.
     *
     * @param view number of the view, from 0
     * @throws IllegalStateException if the pair was drawn without it
     */
    public UnlabeledBatch target(int view) {
        return view("target", target, view);
    }

    private static <T> T view(String domain, List<T> views, int view) {
        if (view >= views.size()) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "drawn with %d views of the %s, as the step says that it needs; there is no view %d",
                    views.size(),
                    domain,
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
        return Stream.concat(
                source.stream().flatMap(batch -> Stream.of(batch.inputs(), batch.labels())),
                target.stream().map(UnlabeledBatch::inputs));
    }
}
