/**
 * Floor 5: how fast this machine trains: images per second of whole training steps, beside the machine's ceiling, the same
 * step as usual tools compute it, and any outside program. Begin with {@link io.github.dann4j.benchmark.Benchmark}.
 *
 * <p>Uses {@code adapt}, {@code train}, {@code evaluate}, {@code model}, {@code data} and {@code engine}. Gives out plain values.
 */
@NullMarked
package io.github.dann4j.benchmark;

import org.jspecify.annotations.NullMarked;
