/**
 * Table 2 of the DANN paper (Ganin et al., JMLR 2016): digits and road signs, with the paper's networks for images.
 *
 * <p>Begin with {@link io.github.dann4j.paper.image.ImageTable}.
 */
@NullMarked
package io.github.dann4j.paper.image;

import org.jspecify.annotations.NullMarked;
