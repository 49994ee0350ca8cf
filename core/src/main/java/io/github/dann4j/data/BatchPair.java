package io.github.dann4j.data;

import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** What one step trains on: a labelled source batch and, for a step that wants one, an unlabelled target batch. */
public final class BatchPair {
    private final LabeledBatch source;
    private final @Nullable UnlabeledBatch target;

    /** @param target null for a step that never looks at the target */
    public BatchPair(LabeledBatch source, @Nullable UnlabeledBatch target) {
        this.source = source;
        this.target = target;
    }

    public LabeledBatch source() {
        return source;
    }

    /** @throws IllegalStateException if the pair was drawn for a step that does not use the target */
    public UnlabeledBatch target() {
        if (target == null) {
            throw new IllegalStateException("drawn without a target batch: the step says that it uses none");
        }
        return target;
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
        Stream<Tensor> labeled = Stream.of(source.images(), source.labels());
        return target == null ? labeled : Stream.concat(labeled, Stream.of(target.images()));
    }
}
