/**
 * Names of datasets, as users write them: {@code mnist[20000:]}, {@code usps%0-4=0.2}, {@code folder:PATH}, {@code csv:FILE}.
 *
 * <p>A {@link io.github.dann4j.data.name.DataName} names a dataset and which of its examples are meant; a
 * {@link io.github.dann4j.data.name.BaseName} is the dataset alone, so that two names of one dataset are equal however
 * they are written. A {@link io.github.dann4j.data.name.DatasetInfo} says what is known of a dataset before it is
 * opened.
 */
@NullMarked
package io.github.dann4j.data.name;

import org.jspecify.annotations.NullMarked;
