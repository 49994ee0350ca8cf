/**
 * Results as plain values: those of one training ({@link io.github.dann4j.result.RunRecord}), those of a comparison
 * ({@link io.github.dann4j.result.ComparisonRecord}, the content of {@code results.json}), and what both were computed
 * with.
 */
@NullMarked
package io.github.dann4j.result;

import org.jspecify.annotations.NullMarked;
