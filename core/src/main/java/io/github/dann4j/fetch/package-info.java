/**
 * Floor 1: files from the network: resumed when a connection breaks, checked, and put into place whole or not at all. Knows no data
 * set; uses {@code files} and the JDK.
 */
@NullMarked
package io.github.dann4j.fetch;

import org.jspecify.annotations.NullMarked;
