package io.github.dann4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.data.DataKind;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Terms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Semi-supervised adaptation: a few examples of the target keep their labels. */
class TargetLabelsTest {
    static {
        Threads.use(1);
    }

    private static final int SIZE = 300;
    private static final List<String> CLASSES = List.of("low", "high", "wide");
    private static final DatasetInfo ENTRY =
            new DatasetInfo("toy", "Toy", CLASSES, DataKind.FEATURES, 3, "toy", "ours", "");
    private static final Recipe RECIPE = Preset.DANN.recipe(ENTRY, ENTRY).withSteps(12);

    /** Everything that a training gives. */
    private record Outcome(List<Terms> losses, Map<String, List<Float>> state, List<Long> images, List<Integer> hits) {}

    private static FeatureSet rows(Split split, double shift, int[] labels, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[labels.length][];
        for (int i = 0; i < labels.length; i++) {
            rows[i] = new float[3];
            for (int column = 0; column < 3; column++) {
                rows[i][column] = (float) (random.nextGaussian() + shift + (i % 3 == column ? 4 : 0));
            }
        }
        return FeatureSet.labeled("toy", split, rows, labels, CLASSES);
    }

    private static int[] inTurn(int count) {
        int[] labels = new int[count];
        Arrays.setAll(labels, i -> i % 3);
        return labels;
    }

    private static Outcome train(Recipe recipe, MethodType<?> method, int[] targetLabels) {
        List<Terms> losses = new ArrayList<>();
        List<Long> images = new ArrayList<>();
        ExperimentListener listener = new ExperimentListener() {
            @Override
            public void updated(StepContext context, Terms step, long soFar) {
                losses.add(step);
                images.add(soFar);
            }
        };
        try (FeatureSet source = rows(Split.TRAIN, 0, inTurn(SIZE), 1);
                FeatureSet sourceTest = rows(Split.TEST, 0, inTurn(60), 2);
                FeatureSet target = rows(Split.TRAIN, 1, targetLabels, 3);
                FeatureSet targetTest = rows(Split.TEST, 1, inTurn(60), 4);
                DomainPair pair = new DomainPair(source, sourceTest, target, targetTest, recipe);
                TrainedRun run = new Experiment(pair, recipe, Precision.FP32, listener).train(method, 0)) {
            Map<String, List<Float>> state = new LinkedHashMap<>();
            run.network().state().forEach((name, tensor) -> {
                List<Float> values = new ArrayList<>();
                for (float value : Tensors.floats(tensor)) {
                    values.add(value);
                }
                state.put(name, values);
            });
            List<Integer> hits = Arrays.stream(run.record().targetConfusion())
                    .flatMapToInt(Arrays::stream)
                    .boxed()
                    .collect(Collectors.toList());
            return new Outcome(losses, state, images, hits);
        }
    }

    private static int[] chosen(int[] labels, int each) {
        try (FeatureSet target = rows(Split.TRAIN, 1, labels, 3)) {
            return LabelBudget.choose(target, each);
        }
    }

    @Test
    void theChosen_areSoManyOfEachClass_andThoseOfFewerAreAmongThem() {
        int[] five = chosen(inTurn(SIZE), 5);

        assertThat(five).hasSize(15).isSorted().doesNotHaveDuplicates();
        for (int label = 0; label < 3; label++) {
            int one = label;
            assertThat(Arrays.stream(five).filter(number -> number % 3 == one)).hasSize(5);
        }
        assertThat(five).contains(chosen(inTurn(SIZE), 2));
        assertThat(five[14]).as("not the first ones of the dataset").isGreaterThan(15);
    }

    /** Changes as many of the other labels as leave the choice alone. */
    @Test
    void labelsOfOtherExamples_changeNoBit() {
        int[] labels = inTurn(SIZE);
        int[] chosen = chosen(labels, 3);
        int changed = 0;
        for (int i = 0; i < SIZE; i++) {
            int before = labels[i];
            if (Arrays.binarySearch(chosen, i) < 0) {
                labels[i] = (before + 1) % 3;
                if (Arrays.equals(chosen, chosen(labels, 3))) {
                    changed++;
                } else {
                    labels[i] = before;
                }
            }
        }
        assertThat(changed).isGreaterThan(SIZE * 3 / 4);

        Recipe recipe = RECIPE.withTargetLabels(3);
        for (MethodType<?> method : List.of(SourceOnly.TYPE, Dann.TYPE)) {
            assertThat(train(recipe, method, labels)).isEqualTo(train(recipe, method, inTurn(SIZE)));
        }
        labels[chosen[0]] = (labels[chosen[0]] + 1) % 3;
        assertThat(train(recipe, Dann.TYPE, labels)).isNotEqualTo(train(recipe, Dann.TYPE, inTurn(SIZE)));
    }

    @Test
    void withoutThem_noLabelChangesABit_andTheTrainingIsAnother() {
        int[] other = inTurn(SIZE);
        Arrays.fill(other, 1);
        Outcome without = train(RECIPE, Dann.TYPE, inTurn(SIZE));

        assertThat(train(RECIPE.withTargetLabels(0), Dann.TYPE, other)).isEqualTo(without);
        assertThat(train(RECIPE.withTargetLabels(3), Dann.TYPE, inTurn(SIZE)).state())
                .isNotEqualTo(without.state());
    }

    @Test
    void trainOnTarget_hasAllLabelsAlready() {
        assertThat(train(RECIPE.withTargetLabels(3), SourceOnly.ON_TARGET, inTurn(SIZE)))
                .isEqualTo(train(RECIPE, SourceOnly.ON_TARGET, inTurn(SIZE)));
    }

    static List<MethodType<?>> methodsOnFeatures() {
        return Methods.all().stream()
                .filter(method -> !method.needs().needsImages())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("methodsOnFeatures")
    void everyMethod_learnsFromThem_orIsRefusedBefore(MethodType<?> method) {
        Recipe recipe = RECIPE.withTargetLabels(3);
        if (method.obstacleToLabeledTarget() == null) {
            Outcome outcome = train(recipe, method, inTurn(SIZE));
            assertThat(outcome.images().get(11)).isEqualTo(recipe.images(method));
            assertThat(outcome.losses()).allMatch(Terms::areFinite);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Comparison("toy", "toy", "best", recipe, List.of(method), List.of(0L)))
                    .withMessage("%s: cannot learn from labels of the target, because %s"
                            .formatted(method.name(), method.obstacleToLabeledTarget()));
        }
    }

    @Test
    void aClassWithFewer_keepsAll_andARemarkSaysSo() {
        int[] labels = inTurn(SIZE);
        for (int i = 8; i < SIZE; i++) {
            labels[i] = i % 2;
        }
        assertThat(Arrays.stream(chosen(labels, 10)).filter(i -> labels[i] == 2))
                .containsExactly(2, 5);
        try (FeatureSet target = rows(Split.TRAIN, 1, labels, 3)) {
            assertThat(LabelBudget.remark(target, 10))
                    .isEqualTo(
                            "toy train: fewer than 10 rows of some classes, so all of them keep their labels: wide 2");
            assertThat(LabelBudget.remark(target, 2)).isNull();
        }
    }

    @Test
    void moreThanThereAre_orNone_isRefused() {
        assertThatExceptionOfType(TargetLabelsException.class)
                .isThrownBy(() -> chosen(inTurn(SIZE), 101))
                .withMessage("--target-labels 101 is more than toy train has: the largest class has 100 rows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RECIPE.withTargetLabels(-1))
                .withMessage("targetLabels must be at least 0, got -1");
        try (FeatureSet labeled = rows(Split.TRAIN, 1, inTurn(SIZE), 3);
                FeatureSet unlabeled = labeled.part(0, SIZE)) {
            assertThatExceptionOfType(TargetLabelsException.class)
                    .isThrownBy(() -> LabelBudget.choose(unlabeled, 1))
                    .withMessage(
                            "--target-labels 1 needs labels, and toy train has none; remove it, or name a target with labels");
        }
    }
}
