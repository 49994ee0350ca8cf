package io.github.dann4j.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OutputsTest {
    private static final double[][] TWO = {{1, 2}, {3, 4}};

    @Test
    void arrays_areCopied_bothWays() {
        double[][] features = {{1, 2}, {3, 4}};
        int[] labels = {0, 1};
        Outputs outputs = new Outputs(features, TWO, labels, TWO, TWO);
        features[0][0] = 9;
        labels[0] = 1;
        outputs.sourceFeatures()[1][1] = 9;
        outputs.sourceLabels()[1] = 0;

        assertThat(outputs.sourceFeatures()).isDeepEqualTo(TWO);
        assertThat(outputs.sourceLabels()).containsExactly(0, 1);
        assertThat(outputs.classes()).isEqualTo(2);
    }

    @Test
    void floats_areWidened() {
        float[][] some = {{0.5f, 2}};
        Outputs outputs = Outputs.of(some, some, new int[] {1}, some, some);
        assertThat(outputs.targetLogits()).isDeepEqualTo(new double[][] {{0.5, 2}});
    }

    @Test
    void withoutFeatures_keepsLogitsAndLabels() {
        Outputs slim = Cases.waves(0).withoutFeatures();
        assertThat(slim.sourceFeatures()).isDeepEqualTo(new double[30][1]);
        assertThat(slim.targetLogits()).isDeepEqualTo(Cases.waves(0).targetLogits());
        assertThat(slim.sourceLabels()).isEqualTo(Cases.waves(0).sourceLabels());
        assertThat(slim.mixtures()).isNull();
    }

    @Test
    void labels_areOfTheSourceAlone() {
        assertThat(Arrays.stream(Outputs.class.getRecordComponents())
                        .filter(component -> component.getType() == int[].class)
                        .map(RecordComponent::getName))
                .containsExactly("sourceLabels");
    }

    @Test
    void wrongShapes_areRefused() {
        double[][] three = {{1, 2, 3}, {1, 2, 3}};
        double[][] one = {{1, 2}};
        int[] labels = {0, 1};
        assertRefused("source features need at least one row", new double[0][], TWO, labels, TWO, TWO);
        assertRefused("2 columns, got 2 rows and 1 columns", TWO, new double[2][1], labels, TWO, TWO);
        assertRefused(
                "columns in row 1 of source features: got 1, expected 2",
                new double[][] {{1, 2}, {3}},
                TWO,
                labels,
                TWO,
                TWO);
        assertRefused("rows of source logits: got 1, expected 2", TWO, one, labels, TWO, TWO);
        assertRefused("source labels: got 1, expected 2", TWO, TWO, new int[] {0}, TWO, TWO);
        assertRefused("rows of target logits: got 2, expected 1", TWO, TWO, labels, one, TWO);
        assertRefused("columns of target features: got 3, expected 2", TWO, TWO, labels, three, TWO);
        assertRefused("columns of target logits: got 3, expected 2", TWO, TWO, labels, TWO, three);
    }

    @Test
    void wrongNumbers_areRefused() {
        int[] labels = {0, 1};
        assertRefused("label must be from 0 to 1, got 2", TWO, TWO, new int[] {0, 2}, TWO, TWO);
        assertRefused("label must be from 0 to 1, got -1", TWO, TWO, new int[] {-1, 1}, TWO, TWO);
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e39}) {
            double[][] with = {{1, 2}, {3, bad}};
            assertRefused("source features must be finite in float32, row 1 has " + bad, with, TWO, labels, TWO, TWO);
            assertRefused("source logits must be finite", TWO, with, labels, TWO, TWO);
            assertRefused("target features must be finite", TWO, TWO, labels, with, TWO);
            assertRefused("target logits must be finite", TWO, TWO, labels, TWO, with);
        }
    }

    @Test
    void mixedExamplesAndClassWeights_areChecked() {
        Outputs outputs = new Outputs(TWO, TWO, new int[] {0, 1}, TWO, TWO);
        double[][] none = new double[0][];
        assertRefused(
                "rows 0 to 1 of the target, got 2",
                outputs,
                new Mixtures(new int[1], new int[] {2}, new double[1][2]),
                none);
        assertRefused(
                "columns of logits of mixed examples: got 3, expected 2",
                outputs,
                new Mixtures(new int[1], new int[1], new double[1][3]),
                none);
        assertRefused(
                "logits of mixed examples must be finite",
                outputs,
                new Mixtures(new int[1], new int[1], new double[][] {{0, Double.NaN}}),
                none);
        Mixtures empty = new Mixtures(new int[0], new int[0], none);
        assertRefused("rows of class weights: got 3, expected 2", outputs, empty, new double[3][1]);
        assertRefused("class weights must be finite", outputs, empty, new double[][] {{1}, {Double.NaN}});
        assertThat(outputs.with(empty, TWO).classWeights()).isDeepEqualTo(TWO);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mixtures(new int[1], new int[2], new double[1][2]))
                .withMessageContaining("got 1, 2 and 1");
    }

    private static void assertRefused(String message, Outputs outputs, Mixtures mixtures, double[][] weights) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> outputs.with(mixtures, weights))
                .withMessageContaining(message);
    }

    private static void assertRefused(
            String message, double[][] sf, double[][] sl, int[] labels, double[][] tf, double[][] tl) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Outputs(sf, sl, labels, tf, tl))
                .withMessageContaining(message);
    }
}
