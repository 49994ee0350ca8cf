/** Floor 1: writes files completely or not at all. Uses only the JDK; every floor may use it. */
@NullMarked
package io.github.dann4j.files;

import org.jspecify.annotations.NullMarked;
