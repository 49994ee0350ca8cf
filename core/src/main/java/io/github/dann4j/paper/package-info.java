/**
 * The experiments of the shallow part of the DANN paper (Ganin et al., JMLR 2016): moons, reviews, proxy A-distances.
 *
 * <p>Begin with {@link io.github.dann4j.paper.ReviewTable}.
 */
@NullMarked
package io.github.dann4j.paper;

import org.jspecify.annotations.NullMarked;
