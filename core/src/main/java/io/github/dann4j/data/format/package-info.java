/**
 * File formats, without any knowledge of what their content is for: IDX, MAT (level 5), NPY, CSV, SVMlight, compressed
 * files, and trees of files in folders and archives. Readers trust no byte of a file.
 */
@NullMarked
package io.github.dann4j.data.format;

import org.jspecify.annotations.NullMarked;
