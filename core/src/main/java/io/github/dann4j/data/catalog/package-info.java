/**
 * Every dataset that can be opened by name: published ones in their official files, folders of images, files of
 * features, and generated ones.
 *
 * <p>Begin with {@link io.github.dann4j.data.catalog.DataCatalog}. {@link io.github.dann4j.data.catalog.DataLocation} says where files are
 * looked for; the package-private classes each know the files of one dataset or one layout.
 */
@NullMarked
package io.github.dann4j.data.catalog;

import org.jspecify.annotations.NullMarked;
