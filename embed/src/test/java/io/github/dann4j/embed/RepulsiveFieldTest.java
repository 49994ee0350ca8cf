package io.github.dann4j.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.embed.point.Workers;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the repulsion by tree and by grid with all pairs, on random positions, in float64. */
class RepulsiveFieldTest {
    private static final int N = 1500;

    private final Workers workers = new Workers();

    @AfterEach
    void close() {
        workers.close();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 1, 30, 300})
    void treeWithThetaZero_isExact(double size) {
        Result exact = forces(Repulsion.exact(), positions(size, 2), 1);
        Result tree = forces(new Repulsion.BarnesHut(0), positions(size, 2), 1);

        assertThat(tree.error(exact)).isLessThan(1e-11);
        assertThat(tree.z).isCloseTo(exact.z, within(1e-11 * exact.z));
    }

    @ParameterizedTest
    @CsvSource({"0.2, 2e-3", "0.5, 3e-2", "0.8, 1e-1"})
    void tree_convergesWithTheta(double theta, double tolerance) {
        Result exact = forces(Repulsion.exact(), positions(30, 2), 1);
        Result tree = forces(new Repulsion.BarnesHut(theta), positions(30, 2), 1);

        assertThat(tree.error(exact)).isLessThan(tolerance);
        assertThat(tree.z).isCloseTo(exact.z, within(tolerance * exact.z));
    }

    /** The sizes are those of an embedding from start to end. */
    @ParameterizedTest
    @CsvSource({
        "1e-4, 1",
        "1e-2, 1",
        "0.5, 1",
        "2, 1",
        "20, 1",
        "60, 1",
        "200, 1",
        "20, 0.5",
        "20, 3",
        "0.01, 0.5",
        "60, 0.5"
    })
    void grid_isAsExactAsTheUsualTree(double size, double degreesOfFreedom) {
        Result exact = forces(Repulsion.exact(), positions(size, 2), degreesOfFreedom);
        Result grid = forces(Repulsion.interpolated(), positions(size, 2), degreesOfFreedom);

        assertThat(grid.error(exact)).isLessThan(2.5e-2);
        assertThat(grid.z).isCloseTo(exact.z, within(2e-3 * exact.z));
    }

    @Test
    void gridWithCloserNodes_isMoreExact() {
        Result exact = forces(Repulsion.exact(), positions(20, 2), 1);
        Result grid = forces(new Repulsion.Interpolated(64, 0.25), positions(20, 2), 1);

        assertThat(grid.error(exact)).isLessThan(2e-4);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-4, 10, 500})
    void onALine_gridAndTreeAgreeWithAllPairs(double size) {
        Result exact = forces(Repulsion.exact(), positions(size, 1), 1);

        assertThat(forces(Repulsion.interpolated(), positions(size, 1), 1).error(exact))
                .isLessThan(3e-2);
        assertThat(forces(new Repulsion.BarnesHut(0), positions(size, 1), 1).error(exact))
                .isLessThan(1e-11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exact", "tree", "grid"})
    void pointsAtOnePlace_pushNobody(String kind) {
        Repulsion repulsion = switch (kind) {
            case "exact" -> Repulsion.exact();
            case "tree" -> Repulsion.barnesHut();
            default -> Repulsion.interpolated();
        };
        Result result = forces(repulsion, new double[2 * 50], 1);

        assertThat(result.z).isCloseTo(50 * 49, within(1e-2));
        assertThat(Arrays.stream(result.forces)).allMatch(force -> Math.abs(force) < 1e-3);
    }

    /** Thousands of points at a few positions: cells that cannot be divided further. */
    @Test
    void treeOfManyDuplicates_isExact() {
        double[] positions = new double[2 * N];
        for (int i = 0; i < N; i++) {
            positions[2 * i] = i % 3;
            positions[2 * i + 1] = i % 2;
        }

        assertThat(forces(new Repulsion.BarnesHut(0.5), positions, 1).z)
                .isCloseTo(forces(Repulsion.exact(), positions, 1).z, within(1e-6));
    }

    /** A point far away must not lead to a grid of gigabytes. */
    @Test
    void gridOfAVastEmbedding_keepsItsSize() {
        double[] positions = positions(20, 2);
        positions[0] = 1e7;
        Result grid = forces(Repulsion.interpolated(), positions, 1);

        assertThat(grid.forces).doesNotContain(Double.NaN);
        assertThat(grid.z).isPositive();
    }

    private static double[] positions(double size, int dimensions) {
        Random random = new Random(7);
        double[] positions = new double[2 * N];
        for (int i = 0; i < N; i++) {
            for (int c = 0; c < dimensions; c++) {
                positions[2 * i + c] = size * (i % 2 == 0 ? random.nextGaussian() / 4 : random.nextDouble());
            }
        }
        return positions;
    }

    private record Result(double[] forces, double z) {
        /** Returns the norm of the difference, relative to the norm. */
        double error(Result exact) {
            double difference = 0;
            double norm = 0;
            for (int i = 0; i < forces.length; i++) {
                difference += Math.pow(forces[i] - exact.forces[i], 2);
                norm += Math.pow(exact.forces[i], 2);
            }
            return Math.sqrt(difference / norm);
        }
    }

    private Result forces(Repulsion repulsion, double[] positions, double degreesOfFreedom) {
        int n = positions.length / 2;
        StudentKernel kernel = new StudentKernel(degreesOfFreedom);
        AffinityMatrix none = new AffinityMatrix(new int[n + 1], new int[0], new float[0]);
        double[] forces = new double[positions.length];
        Optimizer optimizer =
                new Optimizer(none, kernel, RepulsiveField.maker(repulsion, kernel, n), positions, workers);
        return new Result(forces, optimizer.repel(positions, forces));
    }
}
