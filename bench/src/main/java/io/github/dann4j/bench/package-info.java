/**
 * Benchmarks of single parts (JMH), run by hand and never deployed. The command {@code bench} benchmarks whole
 * trainings.
 *
 * <pre>
 * mvn -q -B -DskipTests -pl bench -am package
 * java -jar bench/target/lib/dann4j-bench-*.jar            # all; or a part of a name, such as BatchPair
 * </pre>
 */
package io.github.dann4j.bench;
