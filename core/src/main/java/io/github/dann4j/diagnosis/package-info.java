/**
 * What went wrong in a comparison, in words: rules over results, each with the evidence that it is based on.
 *
 * <p>Begin with {@link io.github.dann4j.diagnosis.Diagnosis}.
 */
@NullMarked
package io.github.dann4j.diagnosis;

import org.jspecify.annotations.NullMarked;
