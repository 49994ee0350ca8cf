package io.github.dann4j.bench;

import io.github.dann4j.embed.Affinities;
import io.github.dann4j.embed.Descent;
import io.github.dann4j.embed.Initialisation;
import io.github.dann4j.embed.Metric;
import io.github.dann4j.embed.NeighborSearch;
import io.github.dann4j.embed.Neighbors;
import io.github.dann4j.embed.Points;
import io.github.dann4j.embed.Repulsion;
import io.github.dann4j.embed.Tsne;
import io.github.dann4j.embed.TsneEmbedding;
import io.github.dann4j.embed.TsneSettings;
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

/**
 * The parts of t-SNE by the number of points: made-up ones, 50 columns, ten clouds. The descent goes on from positions as wide as those of
 * a finished embedding, where the grid is largest; with few neighbours, so that its time is that of the repulsion.
 */
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
    private static final int ITERATIONS = 20;

    @Param({"1000", "2000", "5000", "10000", "20000", "50000", "100000"})
    private int n;

    private Points points = Points.of(new float[1][1]);
    private double[][] positions = new double[0][];

    /** Draws the points, and positions of a density that embeddings have: about 3 a unit square. */
    @Setup
    public void draw() {
        Random random = new Random(0);
        float[] values = new float[n * 50];
        positions = new double[n][2];
        double side = Math.sqrt(n / 3.0);
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < 50; c++) {
                values[i * 50 + c] = (float) (random.nextGaussian() + ((i % 10) * 7 % (c + 2)));
            }
            positions[i][0] = side * random.nextDouble();
            positions[i][1] = side * random.nextDouble();
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

    /** {@value #ITERATIONS} iterations; of all pairs, so not to be asked for with the largest numbers. */
    @Benchmark
    public TsneEmbedding exactRepulsion() {
        return descend(Repulsion.exact());
    }

    @Benchmark
    public TsneEmbedding treeRepulsion() {
        return descend(Repulsion.barnesHut());
    }

    @Benchmark
    public TsneEmbedding gridRepulsion() {
        return descend(Repulsion.interpolated());
    }

    private TsneEmbedding descend(Repulsion repulsion) {
        return new Tsne(settings(repulsion).withInitialisation(new Initialisation.Given(positions, false)))
                .embed(points);
    }

    private static TsneSettings settings(Repulsion repulsion) {
        return TsneSettings.defaults()
                .withAffinities(Affinities.uniform(1))
                .withRepulsion(repulsion)
                .withDescent(Descent.defaults()
                        .withStages(new Descent.Stage(ITERATIONS, 1, 0.8))
                        .withLearningRate(1e-3));
    }
}
