package io.github.dann4j.data.prepare;

import io.github.dann4j.data.batch.View;

/**
 * How both kinds of views are made.
 *
 * @param weak what every image is varied by
 * @param strong what a view is varied by that a step asks for as {@link View#STRONG}
 */
public record Augmentations(Augmentation weak, StrongAugmentation strong) {
    /** Weak views are images as they are. */
    public static final Augmentations NONE = new Augmentations(Augmentation.NONE, StrongAugmentation.DEFAULT);
}
