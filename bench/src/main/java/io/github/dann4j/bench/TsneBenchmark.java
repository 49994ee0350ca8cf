package io.github.dann4j.bench;

import io.github.dann4j.embed.point.Metric;
import io.github.dann4j.embed.point.NeighborSearch;
import io.github.dann4j.embed.point.Neighbors;
import io.github.dann4j.embed.point.Points;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Times the search for neighbours by the number of points, on random points in ten clusters with 50 columns. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgs = {
            "-Xmx3g",
            "-XX:+UseSerialGC",
            "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"
        })
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@State(Scope.Benchmark)
public class TsneBenchmark {
    @Param({"1000", "2000", "5000", "10000", "20000", "50000", "100000"})
    private int n;

    private Points points = Points.of(new float[1][1]);

    @Setup
    public void draw() {
        Random random = new Random(0);
        float[] values = new float[n * 50];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < 50; c++) {
                values[i * 50 + c] = (float) (random.nextGaussian() + ((i % 10) * 7 % (c + 2)));
            }
        }
        points = Points.wrap(values, n, 50);
    }

    @Benchmark
    public Neighbors exactNeighbors() {
        return NeighborSearch.EXACT.ofEach(points, 90, Metric.EUCLIDEAN);
    }

    @Benchmark
    public Neighbors approximateNeighbors() {
        return NeighborSearch.APPROXIMATE.ofEach(points, 90, Metric.EUCLIDEAN);
    }
}
