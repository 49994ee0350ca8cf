/**
 * Several trained models of a pair together: which one a validator chooses and what that choice is worth, and how far
 * their predictions agree.
 */
@NullMarked
package io.github.dann4j.validate.pool;

import org.jspecify.annotations.NullMarked;
