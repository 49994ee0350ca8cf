/**
 * Optimizers and learning rates: Adam and SGD over groups of parameters, and the learning rate μ_p as a function of progress.
 */
@NullMarked
package io.github.dann4j.optimize;

import org.jspecify.annotations.NullMarked;
