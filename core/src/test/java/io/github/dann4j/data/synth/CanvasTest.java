package io.github.dann4j.data.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanvasTest {
    private final Canvas canvas = new Canvas(8);

    @Test
    void coverage_isTheShareOfEachPixel_notSnappedToPixels() {
        float[] covered = canvas.coverage(new Rectangle2D.Double(1.25, 2.5, 2, 1));

        assertThat(covered[2 * 8 + 1]).isCloseTo(0.375f, within(0.01f));
        assertThat(covered[2 * 8 + 2]).isCloseTo(0.5f, within(0.01f));
        assertThat(covered[2 * 8 + 3]).isCloseTo(0.125f, within(0.01f));
        assertThat(covered[3 * 8 + 2]).isCloseTo(0.5f, within(0.01f));
        assertThat(sum(covered)).isCloseTo(2, within(0.05));
    }

    @Test
    void coverage_ofADiscIsItsArea() {
        assertThat(sum(canvas.coverage(new Ellipse2D.Double(1.3, 1.7, 5, 5)))).isCloseTo(Math.PI * 6.25, within(0.6));
    }

    @Test
    void coverage_beyondTheEdgesIsCutOff() {
        assertThat(canvas.coverage(new Rectangle2D.Double(-3, -5, 20, 30))).containsOnly(1f);
        assertThat(canvas.coverage(new Rectangle2D.Double(-9, 0, 5, 5))).containsOnly(0f);
        assertThat(canvas.coverage(new Rectangle2D.Double(9, 0, 5, 5))).containsOnly(0f);

        Path2D slanted = new Path2D.Double(); // a triangle, half of it left of the image
        slanted.moveTo(-4, 0);
        slanted.lineTo(4, 0);
        slanted.lineTo(0, 4);
        slanted.closePath();
        assertThat(sum(canvas.coverage(slanted))).isCloseTo(8, within(0.15));
    }

    @Test
    void coverage_leavesHolesOpenAndCountsOverlapsOnce() {
        Path2D ring = new Path2D.Double(new Rectangle2D.Double(1, 1, 6, 6));
        ring.moveTo(3, 3); // the other way round
        ring.lineTo(3, 5);
        ring.lineTo(5, 5);
        ring.lineTo(5, 3);
        ring.closePath();
        assertThat(sum(canvas.coverage(ring))).isCloseTo(32, within(0.15));

        Path2D overlap = new Path2D.Double(new Rectangle2D.Double(0, 0, 4, 4));
        overlap.append(new Rectangle2D.Double(2, 0, 4, 4), false);
        assertThat(sum(canvas.coverage(overlap))).isCloseTo(24, within(0.15));
    }

    @Test
    void blur_keepsAConstantImageAndTheSumOfAnother() {
        float[] constant = new float[64];
        java.util.Arrays.fill(constant, 100);
        canvas.blur(constant, 1.4);
        for (float value : constant) {
            assertThat(value).isCloseTo(100, within(1e-3f));
        }

        float[] point = new float[64];
        point[3 * 8 + 4] = 1;
        canvas.blur(point, 0.6);
        assertThat(sum(point)).isCloseTo(1, within(1e-5));
        assertThat(point[3 * 8 + 3]).isEqualTo(point[3 * 8 + 5]).isLessThan(point[3 * 8 + 4]);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.15, 0.5, 1.3, 4}) // at 4 the kernel is three times as wide as the image
    void blur_weighsEachPixelsNeighboursByAGaussian_edgesGoingOn(double sigma) {
        Random random = new Random(4);
        float[] plane = new float[64];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = random.nextFloat();
        }
        float[] blurred = plane.clone();
        canvas.blur(blurred, sigma);

        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 8; x++) {
                assertThat(blurred[y * 8 + x]).isCloseTo(gaussian(plane, x, y, sigma), within(1e-5f));
            }
        }
    }

    private static float gaussian(float[] plane, int x, int y, double sigma) {
        int radius = (int) Math.ceil(3 * sigma);
        double sum = 0;
        double weights = 0;
        for (int down = -radius; down <= radius; down++) {
            for (int right = -radius; right <= radius; right++) {
                double weight = Math.exp(-(down * down + right * right) / (2 * sigma * sigma));
                int nearY = Math.min(7, Math.max(0, y + down));
                int nearX = Math.min(7, Math.max(0, x + right));
                sum += weight * plane[nearY * 8 + nearX];
                weights += weight;
            }
        }
        return (float) (sum / weights);
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
