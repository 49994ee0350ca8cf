package io.github.dann4j.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ValidatorsTest {
    static final List<Validator> ALL = Validators.all();

    @Test
    void names_areDifferent_andFindTheirValidators() {
        assertThat(new HashSet<>(ALL.stream().map(Validator::name).toList())).hasSameSizeAs(ALL);
        assertThat(ALL).hasSize(20).allSatisfy(validator -> {
            assertThat(Validators.named(validator.name())).isEqualTo(validator);
            assertThat(validator.name()).matches("[a-z][a-z-]*");
            assertThat(validator.title()).isNotBlank();
            assertThat(validator.citation()).matches(".*\\d{4}");
        });
    }

    @Test
    void everyPermittedClass_isRegistered() {
        assertThat(ALL).extracting(Object::getClass).map(type -> (Object) type).containsExactly((Object[])
                Validator.class.getPermittedSubclasses());
    }

    @Test
    void fastOnes_needNeitherMixedExamplesNorClassWeights() {
        Outputs plain = Cases.perfect();
        Outputs all = plain.with(
                new Mixtures(new int[] {0}, new int[] {1}, new double[][] {plain.targetLogits()[1]}),
                new double[plain.classes()][1]);

        assertThat(ALL).containsSubsequence(Validators.fast());
        assertThat(Validators.fast())
                .isNotEmpty()
                .allSatisfy(validator -> assertThat(validator.value(plain)).isEqualTo(validator.value(all)));
    }

    @Test
    void unknownName_suggestsTheNearest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Validators.named("class-amy"))
                .withMessageStartingWith(
                        "unknown validator 'class-amy'; nearest: class-ami; known: source-acc, entropy");
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void aPerfectModel_isBetterThanARandomOne(Validator validator) {
        double perfect = validator.value(Cases.perfect());
        double random = validator.value(Cases.random());

        assertThat(validator.largerIsBetter() ? perfect - random : random - perfect)
                .as("perfect %s, random %s", perfect, random)
                .isGreaterThan(1e-4);
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void theOrderOfTheExamples_makesNoDifference(Validator validator) {
        for (Outputs outputs : List.of(Cases.small(), Cases.perfect(), Cases.random(), Cases.oneClass())) {
            assertThat(validator.value(Cases.shuffled(outputs))).isCloseTo(validator.value(outputs), within(1e-9));
        }
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void extremeNumbers_giveAFiniteValue(Validator validator) {
        double most = Float.MAX_VALUE;
        Outputs extreme = new Outputs(
                new double[][] {{most, -most}, {0, 0}, {-most, most}},
                new double[][] {{most, -most}, {0, 0}, {-most, most}},
                new int[] {0, 1, 1},
                new double[][] {{-most, -most}, {most, 0}, {0, 1e-30}},
                new double[][] {{-most, -most}, {most, 0}, {0, 1e-30}});
        assertThat(validator.value(extreme)).isFinite();
    }

    /**
     * Computed by numpy from the definitions: singular values by its SVD, clusters as the best of all 3^6 assignments,
     * the expected information of the AMI as the mean over all 720 permutations.
     */
    @ParameterizedTest
    @CsvSource({
        "source-acc, 0.75",
        "entropy, 0.7041138912198868",
        "diversity, 1.0695342929789722",
        "im, 0.3654204017590854",
        "bnm, 0.739305295195987",
        "corr-c, 1.476939423244744",
        "snd, 0.2400798443589098",
        "mmd, 0.3086459231298174",
        "v-measure, 0.7396673768007591",
        "class-ami, 0.5023607027202734",
        "nearest-source, 0.8333333333333334",
        "rankme, 1.8300085979932044",
        "mano, 0.5092698318071348",
        "atc, 1",
        "doc, 0.8236183262161119",
        "iwv, 0.25",
        "dev, 0.25",
        "devn, 0.25",
        "mixval, 0",
        "transfer, 1.0789881387011508"
    })
    void smallCase_hasTheValueOfTheDefinition(String name, double expected) {
        assertThat(Validators.named(name).value(Cases.small())).isCloseTo(expected, within(1e-9));
    }

    /**
     * By hand, with p = 1 / (1 + exp(−2)) = 0.8807970780: both predictions are (p, 1 − p); the two points are s apart,
     * so mmd is 2 − 2 (e^−4 + e^−2 + e^−1 + e^−1/2 + e^−1/4) / 5; mano is ((5/6)⁴/2 + (1/6)⁴/2)^(1/4).
     */
    @ParameterizedTest
    @CsvSource({
        "source-acc, 1",
        "entropy, 0.3653338551",
        "diversity, 0.3653338551",
        "im, 0",
        "bnm, 0.8888266587",
        "corr-c, 1",
        "snd, 0",
        "mmd, 1.2372552776",
        "v-measure, 0",
        "class-ami, 0",
        "nearest-source, 1",
        "rankme, 1",
        "mano, 0.7010271435",
        "atc, 1",
        "doc, 1",
        "iwv, 0",
        "dev, 0",
        "devn, 0",
        "mixval, 0",
        "transfer, 0.5"
    })
    void oneExample_hasADefinedValue(String name, double expected) {
        assertThat(Validators.named(name).value(Cases.single())).isCloseTo(expected, within(1e-9));
    }

    /** By hand: P has four rows (1, 0), half of the source's labels are 0, and each example has three equal neighbours. */
    @ParameterizedTest
    @CsvSource({
        "source-acc, 0.5",
        "entropy, 0",
        "diversity, 0",
        "im, 0",
        "bnm, 0.7071067812",
        "corr-c, 1",
        "snd, 1.0986122887",
        "mmd, 0",
        "v-measure, 0",
        "class-ami, 0",
        "nearest-source, 0.5",
        "mano, 0.8408964153",
        "atc, 1",
        "doc, 0.5",
        "iwv, 0.5",
        "dev, 0.5",
        "devn, 0.5",
        "mixval, 0",
        "transfer, 0.8002824802937206"
    })
    void oneClassPredicted_hasADefinedValue(String name, double expected) {
        assertThat(Validators.named(name).value(Cases.oneClass())).isCloseTo(expected, within(1e-9));
    }

    /** By validators.py: examples enough for a domain classifier, mixed examples, and weights of the last layer. */
    @ParameterizedTest
    @CsvSource({
        "iwv, 0.13907989060345471",
        "dev, 0.11589358261914384",
        "devn, 0.22719501947033197",
        "mixval, 0.2875",
        "transfer, -0.3859343591679987"
    })
    void waves_haveTheValuesOfTheDefinition(String name, double expected) {
        assertThat(Validators.named(name).value(Cases.waves(0))).isCloseTo(expected, within(1e-7));
    }

    /** All weights are equal, so their variance is 0: the mean loss remains, here of one wrong prediction of six. */
    @Test
    void equalImportance_leavesTheMeanLoss() {
        double[][] features = new double[6][2];
        double[][] logits = {{1, 0}, {1, 0}, {1, 0}, {0, 1}, {0, 1}, {0, 1}};
        Outputs outputs = new Outputs(features, logits, new int[] {0, 0, 0, 1, 1, 0}, features, logits);
        for (String name : List.of("iwv", "dev", "devn")) {
            assertThat(Validators.named(name).value(outputs)).as(name).isCloseTo(1.0 / 6, within(1e-9));
        }
    }

    /** One predicted class has no pair of two classes: the pairs of one class alone count, of which all hold. */
    @Test
    void mixedExamplesOfOneClass_countAlone() {
        Outputs one = Cases.oneClass();
        int[][] pairs = Mixtures.pairs(one.targetLogits());
        assertThat(pairs[0]).containsExactly(0, 1, 2, 3);
        assertThat(pairs[1]).containsExactly(1, 2, 3, 0);
        double[][] logits = {{1, 0}, {1, 0}, {1, 0}, {0, 1}};
        assertThat(Validators.named("mixval")
                        .value(one.with(new Mixtures(pairs[0], pairs[1], logits), new double[0][])))
                .isEqualTo(0.75);
        assertThat(Mixtures.pairs(Cases.single().targetLogits())[0]).isEmpty();
    }

    /** Weights along the corners of a regular simplex are even; those along one line are π/3 and 2π/3 away. */
    @Test
    void transferability_isHighestForEvenWeights() {
        double[][] even = {{1, 0}, {-0.5, Math.sqrt(0.75)}, {-0.5, -Math.sqrt(0.75)}};
        assertThat(TransferScore.unevenness(even)).isCloseTo(0, within(1e-12));
        double third = Math.PI / 3;
        assertThat(TransferScore.unevenness(new double[][] {{1, 0}, {2, 0}, {-1, 0}}))
                .isCloseTo((4 * third * third + 2 * third * third) / 3, within(1e-12));
        assertThat(TransferScore.unevenness(new double[0][])).isZero();
    }

    @ParameterizedTest
    @CsvSource({"mmd, 0", "v-measure, 0", "class-ami, 0", "rankme, 1"})
    void featuresThatAreAllTheSame_haveADefinedValue(String name, double expected) {
        assertThat(Validators.named(name).value(Cases.sameFeatures())).isCloseTo(expected, within(1e-7));
    }

    @Test
    void featuresOfZeros_haveRank0() {
        double[][] zeros = new double[3][2];
        double[][] logits = {{1, 0}, {0, 1}, {0, 0}};
        Outputs outputs = new Outputs(zeros, logits, new int[3], zeros, logits);
        assertThat(Validators.named("rankme").value(outputs)).isZero();
        assertThat(Validators.named("mmd").value(outputs)).isZero();
    }

    /** The value of exp(H(1/3, 1/3, 1/3)): three orthogonal rows of equal length. */
    @Test
    void rank_isThatOfEqualDirections_alsoWhereThereAreMoreColumnsThanRows() {
        double[][] features = {{0, 7, 0, 0, 0}, {0, 0, 0, 7, 0}, {7, 0, 0, 0, 0}};
        double[][] logits = {{1, 0}, {0, 1}, {0, 0}};
        Outputs outputs = new Outputs(features, logits, new int[3], features, logits);
        assertThat(Validators.named("rankme").value(outputs)).isCloseTo(3, within(1e-9));
    }

    /** The perfect case has the ends of the ranges: √3, 1, ln 3, less what a logit of 8 leaves to the other classes. */
    @Test
    void perfectModel_reachesTheEndsOfTheRanges() {
        Outputs perfect = Cases.perfect();
        assertThat(Validators.named("corr-c").value(perfect)).isCloseTo(Math.sqrt(3), within(1e-4));
        assertThat(Validators.named("bnm").value(perfect)).isCloseTo(1, within(1e-3));
        assertThat(Validators.named("diversity").value(perfect)).isCloseTo(Math.log(3), within(1e-12));
        assertThat(Validators.named("v-measure").value(perfect)).isCloseTo(1, within(1e-12));
        assertThat(Validators.named("class-ami").value(perfect)).isCloseTo(1, within(1e-12));
        assertThat(Validators.named("snd").value(perfect)).isCloseTo(Math.log(19), within(1e-3));
    }

    /** Multiplied features keep their discrepancy: small features cannot look good. */
    @Test
    void discrepancy_doesNotDependOnTheScaleOfTheFeatures() {
        Outputs outputs = Cases.small();
        Outputs tiny = new Outputs(
                scaled(outputs.sourceFeatures()),
                outputs.sourceLogits(),
                outputs.sourceLabels(),
                scaled(outputs.targetFeatures()),
                outputs.targetLogits());
        Validator mmd = Validators.named("mmd");
        assertThat(mmd.value(tiny)).isCloseTo(mmd.value(outputs), within(1e-12));
    }

    private static double[][] scaled(double[][] rows) {
        for (double[] row : rows) {
            for (int c = 0; c < row.length; c++) {
                row[c] *= 1e-3;
            }
        }
        return rows;
    }

    /** Above the threshold of 5 the softmax is used: the small case with logits times 20, by numpy. */
    @Test
    void certainLogits_areNormalisedBySoftmax() {
        Outputs small = Cases.small();
        double[][] logits = small.targetLogits();
        for (double[] row : logits) {
            for (int c = 0; c < row.length; c++) {
                row[c] *= 20;
            }
        }
        Outputs certain = new Outputs(
                small.sourceFeatures(), small.sourceLogits(), small.sourceLabels(), small.targetFeatures(), logits);
        assertThat(Validators.named("mano").value(certain)).isCloseTo(0.7598299360412901, within(1e-12));
    }

    /**
     * Two of four source examples are correct, so the two most certain of them (logit differences 4 and 3) set the
     * threshold: differences of 3 and more reach it, which are three of five in the target.
     */
    @Test
    void thresholdedConfidence_countsTheTargetAboveTheSourcesThreshold() {
        double[][] source = {{4, 0}, {0, 1}, {3, 0}, {2, 0}};
        double[][] target = {{0, 5}, {3, 0}, {2.9, 0}, {0, 0}, {0, 3.1}};
        Outputs outputs = new Outputs(new double[4][1], source, new int[] {1, 1, 0, 1}, new double[5][1], target);
        assertThat(Validators.named("atc").value(outputs)).isEqualTo(0.6);

        Outputs allWrong = new Outputs(new double[4][1], source, new int[] {1, 0, 1, 1}, new double[5][1], target);
        assertThat(Validators.named("atc").value(allWrong)).isZero();
    }

    /** Above the most examples that are used, the sample is spread evenly: here every second. */
    @Test
    void largeFeatures_areSampledEvenly() {
        int count = 2 * RankMe.MOST;
        double[][] features = new double[count][2];
        double[][] logits = new double[count][2];
        for (int i = 0; i < count; i++) {
            features[i][i % 2] = 1;
        }
        Outputs outputs = new Outputs(features, logits, new int[count], features, logits);
        assertThat(Validators.named("rankme").value(outputs)).isCloseTo(1, within(1e-9));
    }
}
