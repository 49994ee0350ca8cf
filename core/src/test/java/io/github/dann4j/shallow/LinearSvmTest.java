package io.github.dann4j.shallow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.engine.Tensors;
import java.util.Random;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;

class LinearSvmTest {
    private static final int ROWS = 60;
    private static final int COLUMNS = 90;

    private static double[][] rows(long seed, double shift) {
        Random random = new Random(seed);
        double[][] rows = new double[ROWS][COLUMNS];
        for (int i = 0; i < ROWS; i++) {
            for (int column = 0; column < COLUMNS; column++) {
                rows[i][column] = random.nextGaussian();
            }
            rows[i][0] += i % 2 == 0 ? 2 : -2;
            rows[i][1] += shift;
        }
        return rows;
    }

    private static int[] labels() {
        return IntStream.range(0, ROWS).map(i -> i % 2).toArray();
    }

    private static DenseInput dense(double[][] rows) {
        double[] flat = java.util.Arrays.stream(rows)
                .flatMapToDouble(java.util.Arrays::stream)
                .toArray();
        try (PointerScope scope = new PointerScope()) {
            return new DenseInput(Tensors.ofDoubles(flat, rows.length, COLUMNS));
        }
    }

    @Test
    void svm_separatesClasses_andRepeatsBitForBit() {
        SparseInput trained = SparseInput.of(rows(1, 0));
        SparseInput tested = SparseInput.of(rows(2, 0));
        LinearSvm svm = LinearSvm.fit(trained, labels(), 0.1);

        assertThat(svm.error(trained, labels())).isZero();
        assertThat(svm.error(tested, labels())).isLessThan(0.2);
        assertThat(LinearSvm.fit(trained, labels(), 0.1).predict(tested)).containsExactly(svm.predict(tested));
    }

    @Test
    void coordinates_haveTheInnerProductsOfTheRows_andGiveTheSameSvm() {
        double[][] trained = rows(1, 0);
        double[][] tested = rows(2, 0);
        try (DenseInput basis = dense(trained);
                DenseInput others = dense(tested)) {
            GramCoordinates space = GramCoordinates.of(basis);
            SparseInput coordinates = SparseInput.of(space.coordinates());

            assertThat(coordinates.columns()).isLessThanOrEqualTo(ROWS);
            double inner = IntStream.range(0, coordinates.columns())
                    .mapToDouble(k -> coordinates.values(3)[k] * coordinates.values(7)[k])
                    .sum();
            assertThat(inner).isCloseTo(basis.gram()[3][7], within(1e-9));
            assertThat(LinearSvm.fit(coordinates, labels(), 0.01).predict(others, space))
                    .containsExactly(LinearSvm.fit(SparseInput.of(trained), labels(), 0.01)
                            .predict(SparseInput.of(tested)));
        }
    }

    @Test
    void wrongColumns_areRefused() {
        LinearSvm svm = LinearSvm.fit(SparseInput.of(rows(1, 0)), labels(), 1);
        assertThatThrownBy(() -> svm.predict(SparseInput.of(new double[][] {{1, 2}})))
                .isInstanceOf(ShallowException.class)
                .hasMessage("the SVM reads rows of 90 columns, got 2");
    }

    @Test
    void proxyDistance_isSmallForOneDomain_andTwoForDomainsThatAreApart() {
        double near = ProxyDistance.between(SparseInput.of(rows(1, 0)), SparseInput.of(rows(2, 0)), 0)
                .distance();
        ProxyDistance far = ProxyDistance.between(SparseInput.of(rows(1, -30)), SparseInput.of(rows(2, 30)), 0);

        assertThat(near).isBetween(0.0, 0.8);
        assertThat(far.distance()).isEqualTo(2);
        assertThat(far.error()).isZero();
    }
}
