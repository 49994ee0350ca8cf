/**
 * The HTTP server of {@code dann4j serve}: takes images and answers with the classes that one model predicts. It does
 * not depend on the command line.
 */
@NullMarked
package io.github.dann4j.app.serve;

import org.jspecify.annotations.NullMarked;
