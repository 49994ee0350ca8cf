/**
 * Compares several trained models of a pair: which one a validator chooses, what that choice is worth, and how far
 * their predictions agree.
 */
@NullMarked
package io.github.dann4j.validate.pool;

import org.jspecify.annotations.NullMarked;
