package io.github.dann4j.validate.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KMeansTest {
    @Test
    void separateGroups_areFound() {
        Random random = new Random(4);
        int groups = 7;
        double[][] points = new double[70][3];
        for (int i = 0; i < points.length; i++) {
            int group = i % groups;
            double[] centre = {20.0 * (group % 3), 20.0 * (group / 3 % 3), 0};
            Arrays.setAll(points[i], c -> centre[c] + random.nextGaussian());
        }
        int[] clusters = KMeans.clusters(points, groups);

        assertThat(Arrays.stream(clusters).distinct().count()).isEqualTo(groups);
        for (int i = groups; i < clusters.length; i++) {
            assertThat(clusters[i]).isEqualTo(clusters[i % groups]);
        }
    }

    @Test
    void fewerDifferentPointsThanClusters_areAClusterEach() {
        double[][] points = {{1, 1}, {2, 2}, {1, 1}, {2, 2}};
        int[] clusters = KMeans.clusters(points, 3);
        assertThat(clusters[0]).isEqualTo(clusters[2]).isNotEqualTo(clusters[1]);
        assertThat(clusters[1]).isEqualTo(clusters[3]);
        assertThat(KMeans.clusters(new double[][] {{5}}, 4)).containsExactly(0);
    }
}
