package io.github.dann4j.data;

import java.util.Locale;

/**
 * What a step wants of the data.
 *
 * @param source whether it wants a labelled batch of the source
 * @param targetViews how many views of the same target images it wants, each varied on its own; 0 if it never looks at them
 */
public record BatchNeeds(boolean source, int targetViews) {
    /** The source alone. */
    public static final BatchNeeds SOURCE = new BatchNeeds(true, 0);

    /** The source and one view of the target. */
    public static final BatchNeeds BOTH = new BatchNeeds(true, 1);

    public BatchNeeds {
        if (targetViews < 0 || (!source && targetViews == 0)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "a step needs a source batch or at least one target view, got %d views", targetViews));
        }
    }

    /** Whether any target image is wanted. */
    public boolean usesTarget() {
        return targetViews > 0;
    }

    /** Number of batches that go through a network in a step. */
    public int batches() {
        return (source ? 1 : 0) + targetViews;
    }
}
