/** The HTTP server behind {@code dann4j serve}: one model, pictures in, classes out. Knows nothing of the command line. */
@NullMarked
package io.github.dann4j.app.serve;

import org.jspecify.annotations.NullMarked;
