/** What the library promises: {@link io.github.dann4j.api.PublicApi} marks the types that a program can depend on. */
@NullMarked
package io.github.dann4j.api;

import org.jspecify.annotations.NullMarked;
