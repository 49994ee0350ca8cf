package io.github.dann4j.embed.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.engine.Tensors;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class PointsTest {
    private static final float[][] ROWS = {{1, 2, 3}, {4, 5, 6}};

    @Test
    void valuesAreFoundByRowAndColumn() {
        Points points = Points.of(ROWS);

        assertThat(points.count()).isEqualTo(2);
        assertThat(points.dimensions()).isEqualTo(3);
        assertThat(points.get(1, 2)).isEqualTo(6);
        assertThat(points.row(1)).containsExactly(4, 5, 6);
        assertThat(points.range(1, 2).values()).containsExactly(4, 5, 6);
        assertThat(points.mean()).containsExactly(2.5, 3.5, 4.5);
    }

    @Test
    void aValueThatIsNoNumber_isNamedByItsPlace() {
        assertThatThrownBy(() -> Points.wrap(new float[] {1, 2, 3, 4, 5, Float.POSITIVE_INFINITY}, 2, 3))
                .isInstanceOf(EmbeddingException.class)
                .hasMessage("row 1, column 2 is Infinity; points need finite numbers (float32)");
    }

    @Test
    void countsThatDoNotFit_areRefused() {
        assertThatThrownBy(() -> Points.wrap(new float[5], 2, 3))
                .isInstanceOf(EmbeddingException.class)
                .hasMessage("2 points of 3 columns are 6 values, got 5");
    }

    /** More values than one array holds are refused before memory is allocated, here by rows and tensors that are views. */
    @Test
    void moreValuesThanAnArrayHolds_areRefused() {
        float[][] rows = new float[1 << 16][];
        Arrays.fill(rows, new float[1 << 15]);
        String message = "65536 points of 32768 columns are more than the 2^31 values that fit into one array";

        assertThatThrownBy(() -> Points.of(rows))
                .isInstanceOf(EmbeddingException.class)
                .hasMessage(message);
        try (PointerScope scope = new PointerScope()) {
            Tensor view = torch.zeros(1, 1).expand(1 << 16, 1 << 15);
            assertThatThrownBy(() -> Points.of(view))
                    .isInstanceOf(EmbeddingException.class)
                    .hasMessage(message);
        }
    }

    /** float32 has steps of 1/16 at a million. */
    @Test
    void valuesFarFromZero_areRefusedIfRoundingChangesThem() {
        String message = "column 1 reaches 1.00e+06, but no column has a range of more than 1.00: float32 cannot tell"
                + " such values apart; subtract the mean of each column";
        double[][] far = {{0, 1_000_000.01}, {0.5, 1_000_001.01}};

        assertThatThrownBy(() -> Points.of(far))
                .isInstanceOf(EmbeddingException.class)
                .hasMessage(message);
        try (PointerScope scope = new PointerScope()) {
            Tensor matrix = Tensors.ofDoubles(
                    Arrays.stream(far).flatMapToDouble(Arrays::stream).toArray(), 2, 2);
            assertThatThrownBy(() -> Points.of(matrix))
                    .isInstanceOf(EmbeddingException.class)
                    .hasMessage(message);
            assertThatCode(() -> Points.of(matrix.to(torch.ScalarType.Float))).doesNotThrowAnyException();
        }
        assertThatCode(() -> Points.of(new double[][] {{1_000_000.01}, {1_000_100.01}}))
                .as("a wide column")
                .doesNotThrowAnyException();
        assertThatCode(() -> Points.of(new double[][] {{1_000_000}, {1_000_001}}))
                .as("float32 has these values")
                .doesNotThrowAnyException();
        assertThatCode(() -> Points.of(new double[][] {{0, 1_000_000.01}, {0.5, 1_000_000.01}}))
                .as("a constant column tells nothing apart")
                .doesNotThrowAnyException();
    }

    @Test
    void ofSeveralColumnsThatAreAsFar_theFirstIsNamed() {
        assertThatThrownBy(() -> Points.of(new double[][] {{1_000_000.01, 1_000_000.01}, {1_000_001.01, 1_000_001.01}}))
                .hasMessageStartingWith("column 0 reaches");
    }

    @Test
    void pointsWhoseSquaresWouldVanish_areScaledToAboutOne() {
        double tiny = 0x1p-100;
        Points small = Points.of(new double[][] {{0, tiny}, {0, tiny}, {6 * tiny, tiny}});

        assertThat(small.scale()).isEqualTo(0x1p98); // the last is 2^-98 from the mean
        assertThat(small.times(0x1p98).values()).containsExactly(0, 0.25f, 0, 0.25f, 1.5f, 0.25f);
    }

    @Test
    void otherPoints_keepTheirScale() {
        assertThat(Points.of(new double[][] {{0}, {0x1p-39}}).scale()).isEqualTo(1); // 2^-40 from the mean
        assertThat(Points.of(new double[][] {{7}, {7}}).scale()).isEqualTo(1);
        Points points = Points.of(ROWS);
        assertThat(points.times(1)).isSameAs(points);
    }
}
