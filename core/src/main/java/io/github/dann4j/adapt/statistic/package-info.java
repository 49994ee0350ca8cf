/**
 * Methods without an adversary that add one loss to the label loss: a distance between the features of both domains, or
 * a property that the predictions on the target should have.
 *
 * <p>Uses {@code adapt}, {@code loss}, {@code train}, {@code model}, {@code data.batch}, {@code engine} and the JavaCPP
 * presets.
 */
@NullMarked
package io.github.dann4j.adapt.statistic;

import org.jspecify.annotations.NullMarked;
