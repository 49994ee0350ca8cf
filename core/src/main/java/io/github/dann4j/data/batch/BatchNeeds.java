package io.github.dann4j.data.batch;

import io.github.dann4j.api.PublicApi;
import java.util.List;
import java.util.stream.Stream;

/**
 * The data that a step needs.
 *
 * @param sourceViews views of the same labelled source examples, each varied independently; empty if the step uses no
 *     source examples
 * @param targetViews views of the same target examples, each varied independently; empty if the step uses no target
 *     examples
 * @param balancedSource whether all classes are equally frequent in the source batches
 */
@PublicApi
public record BatchNeeds(List<View> sourceViews, List<View> targetViews, boolean balancedSource) {
    /** One view of the source and none of the target. */
    public static final BatchNeeds SOURCE = new BatchNeeds(List.of(View.WEAK), List.of(), false);

    /** One view of the target and none of the source. */
    public static final BatchNeeds TARGET = new BatchNeeds(List.of(), List.of(View.WEAK), false);

    /** One view of the source and one of the target. */
    public static final BatchNeeds BOTH = new BatchNeeds(List.of(View.WEAK), List.of(View.WEAK), false);

    public BatchNeeds {
        sourceViews = List.copyOf(sourceViews);
        targetViews = List.copyOf(targetViews);
        if (sourceViews.isEmpty() && targetViews.isEmpty()) {
            throw new IllegalArgumentException("a step needs a view of the source or of the target, got neither");
        }
        if (balancedSource && sourceViews.isEmpty()) {
            throw new IllegalArgumentException("a balanced source needs a view of the source, got none");
        }
    }

    /** Returns a copy with other views of the source. */
    public BatchNeeds withSource(View... views) {
        return new BatchNeeds(List.of(views), targetViews, balancedSource);
    }

    /** Returns a copy with other views of the target. */
    public BatchNeeds withTarget(View... views) {
        return new BatchNeeds(sourceViews, List.of(views), balancedSource);
    }

    /** Returns a copy with all classes equally frequent in the source batches. */
    public BatchNeeds withBalancedSource() {
        return new BatchNeeds(sourceViews, targetViews, true);
    }

    /** Returns whether the step needs source examples. */
    public boolean usesSource() {
        return !sourceViews.isEmpty();
    }

    /** Returns whether the step needs target examples. */
    public boolean usesTarget() {
        return !targetViews.isEmpty();
    }

    /** Returns whether the examples must be images: only images have a strong view. */
    public boolean needsImages() {
        return Stream.of(sourceViews, targetViews).anyMatch(views -> views.contains(View.STRONG));
    }

    /** Returns the number of batches that pass through a network in a step. */
    public int batches() {
        return sourceViews.size() + targetViews.size();
    }
}
