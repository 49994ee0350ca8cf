/**
 * How fast this machine trains: images per second of whole training steps, compared with the machine's ceiling, with
 * the same step as common tools compute it, and with any outside program. Begin with
 * {@link io.github.dann4j.benchmark.Benchmark}.
 *
 * <p>Uses {@code adapt}, {@code train}, {@code optimize}, {@code evaluate}, {@code model}, {@code data},
 * {@code data.prepare}, {@code data.batch} and {@code engine}. Returns plain values.
 */
@NullMarked
package io.github.dann4j.benchmark;

import org.jspecify.annotations.NullMarked;
