/**
 * Floor 1: files that are written whole or not at all. Uses the JDK alone; every floor may use it.
 */
@NullMarked
package io.github.dann4j.files;

import org.jspecify.annotations.NullMarked;
