package io.github.dann4j.data.batch;

import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.StrongAugmentation;

/** How a batch of drawn examples is varied. */
public enum View {
    /** As every training varies its images: by the recipe's {@link Augmentation} where that is in force, else not at all. */
    WEAK,
    /** Varied much, always, by {@link StrongAugmentation}: for methods that ask for the same prediction of a picture that is hard to read. */
    STRONG
}
