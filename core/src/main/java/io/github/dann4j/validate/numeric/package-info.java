/**
 * The arithmetic of validators, in float64 on plain arrays: predictions of logits, products of vectors, eigenvalues,
 * clusters, partitions. Only the validators use it, so the module does not export it.
 */
@NullMarked
package io.github.dann4j.validate.numeric;

import org.jspecify.annotations.NullMarked;
