/** Benchmarks, run by hand and never deployed. */
package io.github.dann4j.bench;
