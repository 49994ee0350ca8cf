/**
 * The shallow part of the DANN paper (Ganin et al., JMLR 2016): a network with one hidden layer that is trained by the
 * paper's Algorithm 1, and what the paper compares it with.
 *
 * <p>Begin with {@link io.github.dann4j.shallow.ShallowDann}.
 */
@NullMarked
package io.github.dann4j.shallow;

import org.jspecify.annotations.NullMarked;
