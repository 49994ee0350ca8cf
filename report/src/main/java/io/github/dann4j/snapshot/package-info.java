/**
 * What a report shows of trained networks, kept while they are alive, and the report's content made of it and of the results.
 *
 * <p>Begin with {@link io.github.dann4j.snapshot.ReportSnapshots} and {@link io.github.dann4j.snapshot.ReportContent}.
 */
@NullMarked
package io.github.dann4j.snapshot;

import org.jspecify.annotations.NullMarked;
