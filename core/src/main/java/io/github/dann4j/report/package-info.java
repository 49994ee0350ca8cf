/**
 * Floor 4: results in, pictures and a page out. Takes plain values and records only: no tensor, no network, nothing that owns native
 * memory.
 */
@NullMarked
package io.github.dann4j.report;

import org.jspecify.annotations.NullMarked;
