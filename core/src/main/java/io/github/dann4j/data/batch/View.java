package io.github.dann4j.data.batch;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.StrongAugmentation;

/** How a batch of drawn examples is varied. */
@PublicApi
public enum View {
    /** Varied as in every training: by the recipe's {@link Augmentation} if it is enabled, otherwise not at all. */
    WEAK,
    /**
     * Always varied strongly, by {@link StrongAugmentation}: for methods that demand the same prediction of an image
     * that is hard to recognise.
     */
    STRONG
}
