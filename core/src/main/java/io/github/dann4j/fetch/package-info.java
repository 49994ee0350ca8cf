/**
 * Downloads files. A download resumes when a connection breaks, is checked, and is put into place completely
 * or not at all. The package knows no dataset; it uses {@code files}, {@code failure} and the JDK.
 */
@NullMarked
package io.github.dann4j.fetch;

import org.jspecify.annotations.NullMarked;
