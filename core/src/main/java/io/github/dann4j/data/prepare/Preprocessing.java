package io.github.dann4j.data.prepare;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;

/** Prepares the examples of both domains for a network, in the same way, except for the normalisation. */
public sealed interface Preprocessing permits ImagePreprocessing, FeaturePreprocessing {
    /**
     * Converts examples to the form that the network takes; always a new owner, even if nothing had to change.
     *
     * @throws DataException if the network cannot take them
     */
    ExampleSet apply(ExampleSet set);

    /** Returns how stored values become inputs. */
    Scaling scaling();
}
