/**
 * Uses trained networks: {@link io.github.dann4j.predict.SavedModel} is the file,
 * {@link io.github.dann4j.predict.ModelCard} describes the network, {@link io.github.dann4j.predict.Predictor} predicts
 * and is safe for many threads, and {@link io.github.dann4j.predict.TrainingNeighbors} explains predictions by training
 * examples.
 */
@NullMarked
package io.github.dann4j.predict;

import org.jspecify.annotations.NullMarked;
