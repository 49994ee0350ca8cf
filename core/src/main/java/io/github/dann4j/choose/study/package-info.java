/**
 * Measures what choices without labels of the target were worth, on pairs where these labels exist.
 * {@link io.github.dann4j.choose.study.ChoiceStudy} reads adaptations that were tested after their verdict, and
 * compares each validator, the rule of this version, and rules that other pairs would have suggested, with the best
 * candidate.
 */
@NullMarked
package io.github.dann4j.choose.study;

import org.jspecify.annotations.NullMarked;
