/**
 * What a training step sees of the data: batches of the labelled source and the unlabelled target, drawn together.
 *
 * <p>{@link io.github.dann4j.data.batch.LabeledExamples} and {@link io.github.dann4j.data.batch.UnlabeledExamples} are
 * normalised views of a dataset; the latter give no access to labels.
 * {@link io.github.dann4j.data.batch.BatchPairSampler} draws the {@link io.github.dann4j.data.batch.BatchPair}s that a
 * step's {@link io.github.dann4j.data.batch.BatchNeeds} ask for.
 */
@NullMarked
package io.github.dann4j.data.batch;

import org.jspecify.annotations.NullMarked;
