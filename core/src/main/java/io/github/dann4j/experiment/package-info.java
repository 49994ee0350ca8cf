/**
 * Floor 5, the roof: experiments as a whole. Names of methods and presets, pairs of domains, one training with its test
 * ({@link io.github.dann4j.experiment.Experiment}), many of them side by side
 * ({@link io.github.dann4j.experiment.Comparison}), and what lasts: results, saved models, folders.
 *
 * <p>May use every floor below. Nothing here prints.
 */
@NullMarked
package io.github.dann4j.experiment;

import org.jspecify.annotations.NullMarked;
