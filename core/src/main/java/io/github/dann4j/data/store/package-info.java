/** Room for the examples of a split: in memory, or in a mapped file if there are too many. */
@NullMarked
package io.github.dann4j.data.store;

import org.jspecify.annotations.NullMarked;
