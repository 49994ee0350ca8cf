/**
 * Makes charts, images and a page from results. Takes only plain values and records: no tensor, no network,
 * nothing that owns native memory.
 */
@NullMarked
package io.github.dann4j.report;

import org.jspecify.annotations.NullMarked;
