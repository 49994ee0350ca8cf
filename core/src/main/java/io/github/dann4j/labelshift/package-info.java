/**
 * Label shift: how often each class occurs in an unlabelled target, estimated from predictions. All arithmetic is in
 * float64, on plain arrays.
 *
 * <p>Every estimator assumes that the images of one class look alike to the model in both domains, and only their
 * number differs. Begin with {@link io.github.dann4j.labelshift.ShareEstimators}. docs/METHODS.md says when to trust
 * an estimate.
 */
@NullMarked
package io.github.dann4j.labelshift;

import org.jspecify.annotations.NullMarked;
