package io.github.dann4j.data;

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
}
