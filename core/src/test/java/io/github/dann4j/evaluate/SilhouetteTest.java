package io.github.dann4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SilhouetteTest {
    @Test
    void twoPairsOnALine_haveTheirSilhouettes() {
        Silhouette silhouette = Silhouette.among(line(0, 2, 10, 12), new int[] {0, 0, 1, 1});

        assertThat(silhouette.values())
                .containsExactly(new double[] {9 / 11.0, 7 / 9.0, 7 / 9.0, 9 / 11.0}, within(1e-6));
        assertThat(silhouette.mean()).isCloseTo((9 / 11.0 + 7 / 9.0) / 2, within(1e-6));
    }

    @Test
    void aPointBesideAnotherClass_isBelowZero() {
        Silhouette silhouette = Silhouette.among(line(0, 10, 11, 12), new int[] {0, 0, 1, 1});

        assertThat(silhouette.values()[1]).isCloseTo((1.5 - 10) / 10, within(1e-6));
        assertThat(silhouette.classMeans(2)[0]).isCloseTo((1.5 / 11.5 - 0.85) / 2, within(1e-6));
    }

    /** With three classes, the nearest other class counts, not the mean of the others. */
    @Test
    void ofSeveralClasses_theNearestCounts() {
        Silhouette silhouette = Silhouette.among(line(0, 1, 4, 4, 100, 100), new int[] {0, 0, 1, 1, 2, 2});

        assertThat(silhouette.values()[0]).isCloseTo((4 - 1) / 4.0, within(1e-6));
        assertThat(silhouette.values()[4]).isCloseTo(1, within(1e-6));
    }

    @Test
    void aPointAloneInItsClass_hasZero_andASingleClassHasNone() {
        assertThat(Silhouette.among(line(0, 1, 5), new int[] {0, 0, 1}).values()[2])
                .isZero();
        Silhouette single = Silhouette.among(line(0, 1, 5), new int[] {2, 2, 2});
        assertThat(single.values()).containsOnly(Double.NaN);
        assertThat(single.mean()).isNaN();
        assertThat(single.classMeans(3)).containsOnly(Double.NaN);
    }

    @Test
    void pointsThatCoincide_haveZero() {
        assertThat(Silhouette.among(line(3, 3, 3, 3), new int[] {0, 0, 1, 1}).values())
                .containsOnly(0);
    }

    /** Both classes are compact, but each lies where the other one lies in the references. */
    @Test
    void swappedClasses_areClearAmongThemselves_andWrongAgainstTheOthers() {
        float[][] points = line(10, 10, 0, 0);
        int[] classes = {0, 0, 1, 1};

        assertThat(Silhouette.among(points, classes).values()).containsOnly(1);
        assertThat(Silhouette.against(points, classes, line(0, 10), new int[] {0, 1})
                        .values())
                .containsOnly(-1);
        assertThat(Silhouette.against(points, classes, line(0, 10), new int[] {1, 0})
                        .values())
                .containsOnly(1);
    }

    @Test
    void aClassThatTheOthersLack_hasNone_andIsLeftOutOfTheMean() {
        Silhouette silhouette =
                Silhouette.against(line(0, 7), new int[] {0, 2}, line(1, 1, 5, 5), new int[] {0, 0, 1, 1});

        assertThat(silhouette.values()[0]).isCloseTo((5 - 1) / 5.0, within(1e-6));
        assertThat(silhouette.values()[1]).isNaN();
        assertThat(silhouette.mean()).isCloseTo(0.8, within(1e-6));
        assertThat(silhouette.classMeans(3)[2]).isNaN();
    }

    /** More points than fit into one block, with many dimensions, against the definition. */
    @Test
    void manyPoints_areAsDefined() {
        int n = 450;
        int classCount = 4;
        Random random = new Random(1);
        float[][] points = new float[n][7];
        int[] classes = new int[n];
        for (int i = 0; i < n; i++) {
            classes[i] = i % classCount;
            for (int d = 0; d < points[i].length; d++) {
                points[i][d] = (float) (random.nextGaussian() + (d == classes[i] ? 2 : 0));
            }
        }

        double[] values = Silhouette.among(points, classes).values();

        for (int i = 0; i < n; i++) {
            double[] sums = new double[classCount];
            int[] counts = new int[classCount];
            for (int j = 0; j < n; j++) {
                if (j != i) {
                    sums[classes[j]] += distance(points[i], points[j]);
                    counts[classes[j]]++;
                }
            }
            double own = sums[classes[i]] / counts[classes[i]];
            double nearest = Double.MAX_VALUE;
            for (int c = 0; c < classCount; c++) {
                nearest = c == classes[i] ? nearest : Math.min(nearest, sums[c] / counts[c]);
            }
            assertThat(values[i]).as("point %d", i).isCloseTo((nearest - own) / Math.max(nearest, own), within(1e-5));
        }
    }

    @Test
    void classesOfOtherNumber_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Silhouette.among(line(0, 1), new int[] {0}))
                .withMessageContaining("2 points and 1 classes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Silhouette.against(line(0, 1), new int[1], line(2), new int[1]))
                .withMessageContaining("2 points and 1 classes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Silhouette.against(line(0), new int[1], line(2, 3), new int[1]))
                .withMessageContaining("2 points and 1 classes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Silhouette(new double[2], new int[1]))
                .withMessageContaining("2 points and 1 classes");
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (a[d] - b[d]) * (double) (a[d] - b[d]);
        }
        return Math.sqrt(sum);
    }

    private static float[][] line(float... places) {
        float[][] points = new float[places.length][];
        for (int i = 0; i < places.length; i++) {
            points[i] = new float[] {places[i]};
        }
        return points;
    }
}
