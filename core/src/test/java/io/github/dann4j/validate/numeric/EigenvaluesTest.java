package io.github.dann4j.validate.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EigenvaluesTest {
    /** Expected numbers by numpy.linalg.eigvalsh. */
    @Test
    void symmetricMatrix_hasKnownEigenvalues() {
        double[][] matrix = {{4, 1, -2, 0.5}, {1, 3, 0, 1}, {-2, 0, 1, 2}, {0.5, 1, 2, -1}};
        assertThat(Eigenvalues.ofSymmetric(matrix))
                .containsExactly(
                        new double[] {-2.6482744467588346, 1, 3.3018072860760803, 5.346467160682754}, within(1e-12));
    }

    @Test
    void diagonalMatrix_hasItsDiagonal_alsoWhereNumbersAreEqual() {
        double[][] matrix = {{2, 0, 0}, {0, -1, 0}, {0, 0, 2}};
        assertThat(Eigenvalues.ofSymmetric(matrix)).containsExactly(new double[] {-1, 2, 2}, within(1e-12));
        assertThat(Eigenvalues.ofSymmetric(new double[3][3])).containsExactly(0, 0, 0);
        assertThat(Eigenvalues.ofSymmetric(new double[][] {{7}})).containsExactly(new double[] {7}, within(1e-12));
    }

    /** Trace and sum of squares are those of the matrix, whatever its size. */
    @Test
    void largeMatrix_keepsTraceAndNorm() {
        Random random = new Random(0);
        int n = 60;
        double[][] matrix = new double[n][n];
        double trace = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] = random.nextGaussian();
                matrix[j][i] = matrix[i][j];
                squares += (i == j ? 1 : 2) * matrix[i][j] * matrix[i][j];
            }
            trace += matrix[i][i];
        }
        double sum = 0;
        double sumOfSquares = 0;
        for (double value : Eigenvalues.ofSymmetric(matrix)) {
            sum += value;
            sumOfSquares += value * value;
        }
        assertThat(sum).isCloseTo(trace, within(1e-10));
        assertThat(sumOfSquares).isCloseTo(squares, within(1e-9));
    }

    /** (3, 0), (0, 4): 3 and 4; and the same from the transposed side of a wide matrix. */
    @Test
    void singularValues_areThoseOfEitherSide() {
        assertThat(Eigenvalues.singularValues(new double[][] {{3, 0}, {0, 4}, {0, 0}}))
                .containsExactly(new double[] {3, 4}, within(1e-12));
        assertThat(Eigenvalues.singularValues(new double[][] {{3, 0, 0}, {0, 4, 0}}))
                .containsExactly(new double[] {3, 4}, within(1e-12));
    }
}
