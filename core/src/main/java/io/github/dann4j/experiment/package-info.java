/**
 * The main path, from a pair of domains to a number: {@link io.github.dann4j.experiment.DomainPair} opens and prepares both domains,
 * {@link io.github.dann4j.experiment.Experiment} trains and tests one method with one seed,
 * {@link io.github.dann4j.experiment.ComparisonRun} all methods with all seeds, and
 * {@link io.github.dann4j.experiment.Checkpoints} keep what is needed to resume, bit for bit.
 *
 * <p>Nothing here prints or draws: code that watches a training implements
 * {@link io.github.dann4j.experiment.ExperimentListener}.
 */
@NullMarked
package io.github.dann4j.experiment;

import org.jspecify.annotations.NullMarked;
