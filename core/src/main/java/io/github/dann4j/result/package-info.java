/**
 * Results as plain values: what one training gave ({@link io.github.dann4j.result.RunRecord}), what a comparison gave
 * ({@link io.github.dann4j.result.ComparisonRecord}, which is {@code results.json}), and what both were computed with.
 */
@NullMarked
package io.github.dann4j.result;

import org.jspecify.annotations.NullMarked;
