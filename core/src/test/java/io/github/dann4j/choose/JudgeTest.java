package io.github.dann4j.choose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.validate.Outputs;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Verdicts over invented models, whose mistakes are known. */
class JudgeTest {
    private static final int CLASSES = 4;
    private static final int COUNT = 200;
    private static final Plan PLAN = new Plan(10, 0, List.of("source-only"), List.of());
    private static final Request REQUEST = new Request("a", "b", "best", 60, 10, List.of(), 0, null);

    private static DataLook look(List<String> foreign) {
        return new DataLook(
                "images", 1000, 1000, CLASSES, 250, 250, List.of(8, 8, 1), List.of(8, 8, 1), 0, 0, 0, 0, 0, foreign);
    }

    /**
     * A model whose classes are right for the given shares of both domains, with clusters of features by what it predicts.
     *
     * @param seed decides which examples it gets wrong
     */
    private static Trained model(String method, double sourceRight, double targetRight, long seed) {
        int[] truth = truth();
        int[] ofSource = predicted(truth, sourceRight, new Random(seed));
        int[] ofTarget = predicted(truth, targetRight, new Random(seed + 1));
        return trained(method, ofSource, ofTarget);
    }

    private static int[] truth() {
        int[] truth = new int[COUNT];
        for (int i = 0; i < COUNT; i++) {
            truth[i] = i % CLASSES;
        }
        return truth;
    }

    private static Trained trained(String method, int[] ofSource, int[] ofTarget) {
        Random random = new Random(9);
        Outputs outputs = new Outputs(
                features(ofSource, random),
                logits(ofSource, truth()),
                truth(),
                features(ofTarget, random),
                logits(ofTarget, truth()));
        return new Trained(method, 1, null, null, outputs);
    }

    private static int[] predicted(int[] truth, double right, Random random) {
        int[] predicted = truth.clone();
        for (int i = 0; i < predicted.length; i++) {
            if (random.nextDouble() >= right) {
                predicted[i] = (truth[i] + 1 + random.nextInt(CLASSES - 1)) % CLASSES;
            }
        }
        return predicted;
    }

    private static double[][] features(int[] classes, Random random) {
        double[][] features = new double[classes.length][CLASSES];
        for (int i = 0; i < classes.length; i++) {
            for (int d = 0; d < CLASSES; d++) {
                features[i][d] = (classes[i] == d ? 4 : 0) + 0.3 * random.nextGaussian();
            }
        }
        return features;
    }

    /** Certain where right, uncertain where wrong. */
    private static double[][] logits(int[] classes, int[] truth) {
        double[][] logits = new double[classes.length][CLASSES];
        for (int i = 0; i < classes.length; i++) {
            logits[i][classes[i]] = classes[i] == truth[i] ? 6 : 1;
        }
        return logits;
    }

    private static Verdict verdict(Trained... trained) {
        return Judge.verdict(REQUEST, look(List.of()), PLAN, COUNT, COUNT, List.of(trained));
    }

    private static @Nullable String refused(Verdict verdict, String method) {
        return verdict.candidates().stream()
                .filter(one -> one.method().equals(method))
                .findFirst()
                .orElseThrow()
                .refused();
    }

    @Test
    void betterModels_thatAgree_areAdapted_andEstimatedRight() {
        Verdict verdict =
                verdict(model("source-only", 0.98, 0.6, 1), model("dann", 0.98, 0.9, 20), model("mcc", 0.98, 0.92, 30));

        assertThat(verdict.verdict()).isEqualTo("adapt");
        assertThat(verdict.chosen()).isIn("dann", "mcc");
        assertThat(verdict.estimatedAccuracy().mean()).isCloseTo(0.85, within(0.12));
        assertThat(verdict.estimatedAccuracy().high()).isGreaterThan(0.9);
    }

    @Test
    void methodThatMatchesClassesByLuck_isRefused() {
        int[] swapped = truth();
        for (int i = 0; i < COUNT; i++) {
            swapped[i] = (swapped[i] + 1) % CLASSES;
        }

        Verdict verdict = verdict(
                model("source-only", 0.98, 0.8, 1),
                trained("dann", predicted(truth(), 0.98, new Random(3)), swapped),
                model("mcc", 0.98, 0.82, 5));

        assertThat(refused(verdict, "dann")).contains("as the other candidates do together");
        assertThat(verdict.chosen()).isNotEqualTo("dann");
    }

    @Test
    void methodThatForgetsTheSource_isRefused() {
        Verdict verdict = verdict(model("source-only", 0.98, 0.7, 1), model("dann", 0.8, 0.7, 20));

        assertThat(refused(verdict, "dann")).contains("forgotten the source");
        assertThat(verdict.verdict()).isEqualTo("do not adapt");
        assertThat(verdict.chosen()).isEqualTo("source-only");
    }

    @Test
    void methodThatPredictsOneClass_isRefused() {
        Verdict verdict = verdict(
                model("source-only", 0.98, 0.7, 1),
                trained("dann", predicted(truth(), 0.98, new Random(3)), new int[COUNT]));

        assertThat(refused(verdict, "dann")).contains("collapsed").contains("25 %");
    }

    @Test
    void sourceOnlyThatCollapsed_isNoReasonAgainstOthers() {
        Verdict verdict = verdict(
                trained("source-only", predicted(truth(), 0.98, new Random(3)), new int[COUNT]),
                model("dann", 0.98, 0.9, 20),
                model("mcc", 0.98, 0.9, 30));

        assertThat(verdict.verdict()).isEqualTo("adapt");
        assertThat(refused(verdict, "source-only")).contains("collapsed");
    }

    @Test
    void modelsThatAllDisagree_areAllRefused() {
        Verdict verdict =
                verdict(model("source-only", 0.98, 0.3, 1), model("dann", 0.98, 0.3, 20), model("mcc", 0.98, 0.3, 30));

        assertThat(verdict.verdict()).isEqualTo("do not adapt");
        assertThat(verdict.because()).contains("no model passed the guards, so there is no evidence for any of them");
        assertThat(verdict.estimatedAccuracy().mean()).isLessThan(0.3);
    }

    /** Two models with the same mistakes agree with each other, and with no other model. */
    @Test
    void agreementOfAFew_isNoEvidence_whereMostCandidatesFailed() {
        Trained[] trained = {
            model("source-only", 0.98, 0.3, 1),
            model("dann", 0.98, 0.4, 20),
            model("mcc", 0.98, 0.4, 20),
            model("cdan", 0.8, 0.4, 30),
            model("coral", 0.8, 0.4, 40),
            model("bnm", 0.98, 0.4, 20)
        };

        Verdict few = verdict(trained[0], trained[1], trained[2], trained[3], trained[4]);
        Verdict half = verdict(trained[0], trained[1], trained[2], trained[3]);

        assertThat(refused(few, "mcc")).contains("only 2 of 5 candidates passed the guards, not more than half");
        assertThat(few.verdict()).isEqualTo("do not adapt");
        assertThat(few.because()).contains("no model passed the guards, so there is no evidence for any of them");
        assertThat(refused(half, "mcc")).contains("only 2 of 4 candidates passed the guards, not more than half");
        Verdict most = verdict(trained[0], trained[1], trained[2], trained[5], trained[3]);
        assertThat(refused(most, "mcc")).as("3 of 5 are enough").isNull();
    }

    @Test
    void judgedAgain_itIsTheSame() {
        Verdict verdict = verdict(
                model("source-only", 0.98, 0.6, 1),
                model("dann", 0.98, 0.9, 20),
                model("mcc", 0.8, 0.92, 30),
                new Trained("cdan", 0, "its training diverged", null, null));

        assertThat(Judge.again(verdict)).isEqualTo(verdict);
    }

    @Test
    void divergedTraining_isRefused_andNothingElseChanges() {
        Verdict verdict = verdict(
                model("source-only", 0.98, 0.7, 1),
                new Trained("dann", 0, "its training diverged", null, null),
                model("mcc", 0.98, 0.9, 30));

        assertThat(refused(verdict, "dann")).isEqualTo("its training diverged");
        assertThat(verdict.candidates()).hasSize(3);
    }

    @Test
    void foreignClasses_speakAgainstAdaptation_whateverTheModels() {
        Verdict verdict = Judge.verdict(
                REQUEST,
                look(List.of("dog")),
                PLAN,
                COUNT,
                COUNT,
                List.of(model("source-only", 0.98, 0.6, 1), model("dann", 0.98, 0.9, 20), model("mcc", 0.98, 0.9, 30)));

        assertThat(verdict.verdict()).isEqualTo("do not adapt");
        assertThat(verdict.because().get(0)).contains("dog");
    }

    @Test
    void otherClassShares_areReported() {
        int[] mostlyZero = truth();
        for (int i = 0; i < COUNT; i++) {
            mostlyZero[i] = i % 8 < 6 ? i % 2 : i % CLASSES;
        }

        Verdict verdict = verdict(trained("source-only", truth(), mostlyZero), trained("dann", truth(), mostlyZero));

        assertThat(verdict.remarks()).anyMatch(remark -> remark.contains("other class shares"));
        assertThat(verdict(model("source-only", 0.98, 0.9, 1)).remarks()).isEmpty();
    }
}
