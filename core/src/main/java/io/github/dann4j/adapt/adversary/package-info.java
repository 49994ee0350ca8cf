/**
 * Methods with an adversary other than DANN's: domain classifiers that see predictions or have a penalty, critics, and
 * second label predictors.
 *
 * <p>Uses {@code adapt}, {@code loss}, {@code train}, {@code optimize}, {@code model}, {@code data.batch},
 * {@code engine} and the JavaCPP presets.
 */
@NullMarked
package io.github.dann4j.adapt.adversary;

import org.jspecify.annotations.NullMarked;
