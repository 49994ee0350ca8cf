package io.github.dann4j.data.prepare;

import io.github.dann4j.data.batch.View;

/**
 * The settings of weak and strong views.
 *
 * @param weak variation of weak views
 * @param strong variation of the views that a step requests as {@link View#STRONG}
 */
public record Augmentations(Augmentation weak, StrongAugmentation strong) {
    /** Weak views are unchanged images. */
    public static final Augmentations NONE = new Augmentations(Augmentation.NONE, StrongAugmentation.DEFAULT);
}
