package io.github.dann4j.data.batch;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a step wants of the data.
 *
 * @param sourceViews views of the same labelled source examples, each varied on its own; none if it never looks at them
 * @param targetViews views of the same target examples, each varied on its own; none if it never looks at them
 * @param balancedSource whether every class is to be as frequent as the others in the source batches
 */
public record BatchNeeds(List<View> sourceViews, List<View> targetViews, boolean balancedSource) {
    /** The source alone. */
    public static final BatchNeeds SOURCE = new BatchNeeds(List.of(View.WEAK), List.of(), false);

    /** One view of the target alone. */
    public static final BatchNeeds TARGET = new BatchNeeds(List.of(), List.of(View.WEAK), false);

    /** The source and one view of the target. */
    public static final BatchNeeds BOTH = new BatchNeeds(List.of(View.WEAK), List.of(View.WEAK), false);

    public BatchNeeds {
        sourceViews = List.copyOf(sourceViews);
        targetViews = List.copyOf(targetViews);
        if (sourceViews.isEmpty() && targetViews.isEmpty()) {
            throw new IllegalArgumentException(
                    "a step needs a view of the source or of the target, got none of either");
        }
        if (balancedSource && sourceViews.isEmpty()) {
            throw new IllegalArgumentException("a balanced source was asked for, and no view of the source");
        }
    }

    /** The same with other views of the source. */
    public BatchNeeds withSource(View... views) {
        return new BatchNeeds(List.of(views), targetViews, balancedSource);
    }

    /** The same with other views of the target. */
    public BatchNeeds withTarget(View... views) {
        return new BatchNeeds(sourceViews, List.of(views), balancedSource);
    }

    /** The same with every class as frequent as the others in the source batches. */
    public BatchNeeds withBalancedSource() {
        return new BatchNeeds(sourceViews, targetViews, true);
    }

    /** Whether any source example is wanted. */
    public boolean usesSource() {
        return !sourceViews.isEmpty();
    }

    /** Whether any target example is wanted. */
    public boolean usesTarget() {
        return !targetViews.isEmpty();
    }

    /** Whether the examples must be images: there is a strong view of nothing else. */
    public boolean needsImages() {
        return Stream.of(sourceViews, targetViews).anyMatch(views -> views.contains(View.STRONG));
    }

    /** Number of batches that go through a network in a step. */
    public int batches() {
        return sourceViews.size() + targetViews.size();
    }
}
