/**
 * Benchmarks of the pieces (JMH), run by hand and never deployed. Of whole trainings: the verb {@code bench}.
 *
 * <pre>
 * mvn -q -B -DskipTests -pl core,bench package
 * java -jar bench/target/lib/dann4j-bench-*.jar            # all; or a part of a name, as BatchPair
 * </pre>
 */
package io.github.dann4j.bench;
