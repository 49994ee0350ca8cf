/**
 * Keeps what a report shows of trained networks while they are in memory, and makes the report's content from this and
 * from the results.
 *
 * <p>Begin with {@link io.github.dann4j.snapshot.ReportSnapshots} and {@link io.github.dann4j.snapshot.ReportContent}.
 */
@NullMarked
package io.github.dann4j.snapshot;

import org.jspecify.annotations.NullMarked;
