/**
 * Adaptation without a label of the target: looks at the data, trains a few methods within a budget of time, chooses
 * one of them or advises against adaptation, and estimates its accuracy. {@link io.github.dann4j.choose.Adaptation}
 * does all of this; {@link io.github.dann4j.choose.Verdict} is the result.
 */
@NullMarked
package io.github.dann4j.choose;

import org.jspecify.annotations.NullMarked;
