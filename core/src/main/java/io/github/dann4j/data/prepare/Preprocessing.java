package io.github.dann4j.data.prepare;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;

/** How the examples of both domains become what a network takes, but for the normalisation. Applied alike to both. */
public sealed interface Preprocessing permits ImagePreprocessing, FeaturePreprocessing {
    /**
     * The set as the network takes it; a new owner, also when nothing had to change.
     *
     * @throws DataException if the network cannot take it
     */
    ExampleSet apply(ExampleSet set);

    /** How stored values become inputs. */
    Scaling scaling();
}
