/**
 * Validators: figures that need no label of the target, by which trained models of a pair are compared and one is
 * chosen. All arithmetic is in float64, on plain arrays.
 *
 * <p>Begin with {@link io.github.dann4j.validate.Validators}. docs/VALIDATORS.md says when each one misleads.
 */
@NullMarked
package io.github.dann4j.validate;

import org.jspecify.annotations.NullMarked;
