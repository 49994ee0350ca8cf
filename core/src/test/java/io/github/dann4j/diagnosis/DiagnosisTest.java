package io.github.dann4j.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.adapt.adversary.Cdan;
import io.github.dann4j.adapt.adversary.Mcd;
import io.github.dann4j.adapt.selftraining.Vada;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.evaluate.ClassShareEstimate;
import io.github.dann4j.evaluate.TargetSignals;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.Networks;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.EnvironmentRecord;
import io.github.dann4j.result.Finding;
import io.github.dann4j.result.Finding.Severity;
import io.github.dann4j.result.RunRecord;
import io.github.dann4j.result.RunRecord.CurvePoint;
import io.github.dann4j.train.LambdaSchedule;
import io.github.dann4j.train.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests each rule on records made by hand: when it applies, when it does not, and its text. */
class DiagnosisTest {
    private static final int CLASSES = 10;
    private static final int WARM_UP_POINTS = 4;
    private static final int POINTS = 20;

    /** A healthy training, of which a test changes one thing. */
    private static final class Run {
        private final MethodType<?> method;
        private long seed;
        private @Nullable Double target = 0.95;
        private double source = 0.99;
        private double domains = 0.55;
        private double entropy;
        private double imbalance = 0.03;
        private double agreement = 0.9;
        private double lambda = 1;
        private double pull = 0.5;
        private double[] labelLosses = curve(0.1, 0.05);
        private double[] domainLosses = curve(0.6, 0.69);
        private int adversarialPoints = POINTS;
        private double[] targets = curve(0.9, 0.95);
        private int[] predicted = even();
        private Map<String, Double> validators = Map.of();

        Run(MethodType<?> method) {
            this.method = method;
            this.entropy = method.needs().usesTarget() ? 0.1 : 0.5;
            this.target = method.needs().usesTarget() ? 0.95 : method == AdaBn.TYPE ? 0.7 : 0.6;
        }

        RunRecord record() {
            boolean dann = method.tells(Term.DOMAIN_LOSS);
            List<CurvePoint> points = new ArrayList<>();
            for (int i = 0; i < POINTS && method != AdaBn.TYPE; i++) {
                boolean adversarial = dann && i >= WARM_UP_POINTS && i < adversarialPoints;
                Map<String, Double> terms = new HashMap<>(Map.of("labelLoss", labelLosses[i]));
                if (adversarial) {
                    terms.put("domainLoss", domainLosses[i]);
                    terms.put("lambda", lambda * Math.min(1, 0.3 * (i - WARM_UP_POINTS + 1)));
                    terms.put("labelGradient", 1.0);
                    if (lambda > 0) {
                        terms.put("domainGradient", pull / lambda);
                    }
                }
                points.add(
                        new CurvePoint(50 * (i + 1), terms, 1e-3, source, target == null ? null : (Double) targets[i]));
            }
            double[] shares = new double[CLASSES];
            Arrays.fill(shares, 1.0 / CLASSES);
            return new RunRecord(
                    method.name(),
                    seed,
                    target,
                    source,
                    dann ? domains : null,
                    new TargetSignals(entropy, imbalance),
                    dann && !Double.isNaN(agreement) ? new ClassShareEstimate(agreement, shares, shares) : null,
                    10,
                    1000,
                    target == null ? new int[0][] : confusion(predicted),
                    points,
                    null,
                    List.of(),
                    validators);
        }
    }

    private Recipe recipe = recipe(Networks.bottleneck(CLASSES, 32));
    private final Run sourceOnly = new Run(SourceOnly.TYPE);
    private final Run adaBn = new Run(AdaBn.TYPE);
    private final Run dann = new Run(Dann.TYPE);

    @Test
    void healthyComparison_hasNoFinding() {
        assertThat(diagnosis(sourceOnly, adaBn, dann)).isEmpty();
        assertThat(diagnosis(dann)).isEmpty();
        assertThat(diagnosis(sourceOnly)).isEmpty();
    }

    @Test
    void domainLossAtLn2FromItsFirstPoint_isFlat() {
        dann.domainLosses = curve(0.694, 0.693);
        Finding finding = only(Severity.SERIOUS, "flat-domain-loss", sourceOnly, adaBn, dann);
        assertThat(finding.text()).contains("0.69", "ln 2");

        dann.domainLosses[WARM_UP_POINTS] = 0.67; // learned first, then was fooled: healthy
        assertThat(diagnosis(sourceOnly, adaBn, dann)).isEmpty();
    }

    @Test
    void domainLossOverflown_isNotTakenForFlat() {
        Arrays.fill(dann.domainLosses, Double.NaN);
        assertThat(diagnosis(sourceOnly, adaBn, dann)).isEmpty();
    }

    @Test
    void domainAccuracyOf80PercentAndMore_isStrong() {
        dann.domains = 0.79;
        assertThat(diagnosis(sourceOnly, adaBn, dann)).isEmpty();

        dann.domains = 0.81;
        assertThat(only(Severity.WARNING, "strong-domain-classifier", sourceOnly, adaBn, dann)
                        .text())
                .contains("81.0 %");

        dann.domains = 0.97;
        dann.domainLosses = curve(0.3, 0.05);
        assertThat(only(Severity.SERIOUS, "strong-domain-classifier", sourceOnly, adaBn, dann)
                        .text())
                .contains("97.0 %", "its loss is 0.");
    }

    @Test
    void labelLossThatRisesAndStaysUp_isLambdas() {
        Arrays.fill(dann.labelLosses, WARM_UP_POINTS + 2, POINTS, 0.4);
        dann.pull = 2.5;
        Finding finding = only(Severity.WARNING, "overpowering-lambda", sourceOnly, adaBn, dann);
        assertThat(finding.text()).contains("as low as 0.", "ends at 0.40", "2.50 times the label loss's");

        dann.labelLosses = curve(0.1, 0.05);
        dann.labelLosses[WARM_UP_POINTS] = 0.4; // the learning rate starts again: a bump, as in good runs
        assertThat(diagnosis(sourceOnly, adaBn, dann)).isEmpty();
    }

    @Test
    void sourceAccuracyBelowSourceOnlys_isLambdas_whereTheLabelLossGaveWay() {
        dann.source = 0.9;
        dann.labelLosses = curve(0.1, 0.09);
        assertThat(only(Severity.WARNING, "overpowering-lambda", sourceOnly, adaBn, dann)
                        .text())
                .contains("Source accuracy ends 9.0 % below that of source only");

        dann.source = 0.97;
        assertThat(diagnosis(sourceOnly, adaBn, dann)).isEmpty();
    }

    /** A last phase without the adversary, as that of dann-pl: λ and the domain loss are those of the phase before. */
    @Test
    void aLastPhaseWithoutTheAdversary_leavesNoNumberUnknown() {
        dann.adversarialPoints = 12;
        dann.source = 0.9;
        dann.labelLosses = curve(0.1, 0.09);
        assertThat(only(Severity.WARNING, "overpowering-lambda", sourceOnly, adaBn, dann)
                        .advice())
                .contains("it ends at 1.00");

        dann.source = 0.99;
        dann.domains = 0.81;
        dann.domainLosses = curve(0.4, 0.3);
        assertThat(only(Severity.WARNING, "strong-domain-classifier", sourceOnly, adaBn, dann)
                        .text())
                .contains("its loss is 0.3")
                .doesNotContain("NaN");
    }

    @Test
    void domainLossFarAboveAGuess_isLambdas() {
        dann.domainLosses = curve(0.6, 1.4);
        assertThat(only(Severity.WARNING, "overpowering-lambda", sourceOnly, adaBn, dann)
                        .text())
                .contains("above that of a guess");
    }

    @Test
    void labelLossThatNeverFallsUnderAStrongPull_isLambdas() {
        dann.labelLosses = curve(2.3, 2.0);
        dann.pull = 3;
        assertThat(only(Severity.SERIOUS, "overpowering-lambda", dann).text()).contains("never falls below 2.");

        dann.pull = 0.2;
        assertThat(only(Severity.SERIOUS, "source-not-learned", dann).text()).contains("label loss of DANN");
    }

    @Test
    void sourceOnlyThatLearnsNothing_makesTheRestMeaningless() {
        sourceOnly.labelLosses = curve(2.3, 2.2);
        sourceOnly.source = 0.1;
        dann.target = 0.05;
        assertThat(only(Severity.SERIOUS, "source-not-learned", sourceOnly, adaBn, dann)
                        .text())
                .contains("source only", "10 classes has 2.30");
    }

    @Test
    void lowLabelLossWithFewTestImagesRight_isStatistics_whereTheyAreShared() {
        dann.source = 0.5;
        assertThat(only(Severity.WARNING, "learned-by-heart", dann).text())
                .contains("only 50.0 % of its test examples are");

        recipe = recipe(recipe.network().with(Statistics.SHARED));
        assertThat(only(Severity.SERIOUS, "unfit-statistics", dann).text()).contains("50.0 %", "both domains mixed");
        assertThat(only(Severity.SERIOUS, "unfit-statistics", sourceOnly, dann).text())
                .contains("49.0 % less than by source only");

        dann.source = 0.95;
        assertThat(diagnosis(sourceOnly, dann)).isEmpty();
    }

    @Test
    void sourceOnlyThatKnowsItsTrainingImagesOnly_hasLearnedThemByHeart() {
        sourceOnly.source = 0.6;
        dann.source = 0.7;
        assertThat(only(Severity.WARNING, "learned-by-heart", sourceOnly, adaBn, dann)
                        .text())
                .contains("source only", "60.0 %");
    }

    @Test
    void predictionsOnOneClass_haveCollapsed_withLabelsAndWithout() {
        dann.predicted = new int[] {910, 10, 10, 10, 10, 10, 10, 10, 10, 10};
        assertThat(only(Severity.SERIOUS, "collapsed-classes", sourceOnly, adaBn, dann)
                        .text())
                .contains("91.0 % of the target to one of 10 classes");

        Arrays.asList(sourceOnly, adaBn, dann).forEach(run -> run.target = null);
        assertThat(rules(sourceOnly, adaBn, dann)).containsExactly("unlabeled-target");
        dann.imbalance = 1.7;
        assertThat(rules(sourceOnly, adaBn, dann)).containsExactly("collapsed-classes", "unlabeled-target");
        assertThat(diagnosis(sourceOnly, adaBn, dann).get(0).text())
                .contains("as if the target had at most 2 of 10 classes");
    }

    @Test
    void classesPredictedInWrongShares_wereMatchedWrongly() {
        dann.predicted = new int[] {220, 40, 40, 100, 100, 100, 100, 100, 100, 100};
        assertThat(only(Severity.WARNING, "mismatched-classes", sourceOnly, adaBn, dann)
                        .text())
                .contains("class number 0 is predicted for 22.0 %, its true share is 10.0 %");

        dann.predicted = new int[] {130, 70, 100, 100, 100, 100, 100, 100, 100, 100};
        assertThat(diagnosis(sourceOnly, adaBn, dann)).isEmpty();
    }

    /** 0.08 nats: with one class predicted for 23.7 % and the others evenly for the rest it is 0.079, with 24.0 % 0.082. */
    @Test
    void classShares_areWrongFrom8HundredthsOfANatOn() {
        dann.predicted = new int[] {237, 91, 84, 84, 84, 84, 84, 84, 84, 84};
        assertThat(diagnosis(sourceOnly, adaBn, dann)).isEmpty();

        dann.predicted = new int[] {240, 88, 84, 84, 84, 84, 84, 84, 84, 84};
        only(Severity.WARNING, "mismatched-classes", sourceOnly, adaBn, dann);
    }

    @Test
    void imbalanceThatDannTookAway_isAnotherBalanceEvenedOut() {
        adaBn.imbalance = 0.16;
        dann.imbalance = 0.05;
        dann.agreement = 0.69;
        assertThat(only(Severity.SERIOUS, "another-class-balance", sourceOnly, adaBn, dann)
                        .text())
                .contains("AdaBN's imbalance is 0.16", "that of DANN is only 0.05");

        dann.imbalance = 0.15;
        only(Severity.WARNING, "another-class-balance", sourceOnly, adaBn, dann);

        dann.agreement = 0.93;
        assertThat(only(Severity.NOTE, "another-class-balance", sourceOnly, adaBn, dann)
                        .text())
                .contains("agree on 93.0 %");

        adaBn.imbalance = 0.08;
        assertThat(diagnosis(sourceOnly, adaBn, dann)).isEmpty();
    }

    @Test
    void agreement_tellsHopelessDomains_andUncountedShares() {
        dann.agreement = 0.24;
        assertThat(only(Severity.SERIOUS, "distant-domains", sourceOnly, adaBn, dann)
                        .text())
                .contains("24.0 %");

        dann.agreement = 0.5;
        assertThat(diagnosis(sourceOnly, adaBn, dann))
                .as("AdaBN beside it tells more")
                .isEmpty();
        only(Severity.NOTE, "distant-domains", dann);

        dann.agreement = 0.7;
        assertThat(diagnosis(dann)).isEmpty();
        dann.agreement = Double.NaN; // not asked for
        assertThat(diagnosis(dann)).isEmpty();
    }

    @Test
    void agreementBelow30Percent_isHopeless_and30PercentIsNot() {
        dann.agreement = 0.299;
        only(Severity.SERIOUS, "distant-domains", sourceOnly, adaBn, dann);

        dann.agreement = 0.3;
        assertThat(diagnosis(sourceOnly, adaBn, dann)).isEmpty();
    }

    @Test
    void entropyAsHighAsSourceOnlys_leavesTheTargetBetweenTheClasses() {
        dann.entropy = 0.49;
        assertThat(only(Severity.NOTE, "undecided-target", sourceOnly, adaBn, dann)
                        .text())
                .contains("0.49", "those of source only 0.50");

        sourceOnly.entropy = 0.02; // sure anyway
        dann.entropy = 0.02;
        assertThat(diagnosis(sourceOnly, adaBn, dann)).isEmpty();
    }

    @Test
    void dannBelowAMethodWithoutAdversary_isToldOfTheSeedThatHasIt() {
        Run other = new Run(Dann.TYPE);
        Run otherAdaBn = new Run(AdaBn.TYPE);
        other.seed = 1;
        otherAdaBn.seed = 1;
        other.target = 0.5;
        Finding finding = only(Severity.WARNING, "below-baseline", sourceOnly, adaBn, dann, other, otherAdaBn);
        assertThat(finding.title()).isEqualTo("DANN ends below AdaBN");
        assertThat(finding.text()).startsWith("Seed 1. DANN classifies 50.0 %").contains("70.0 %");

        other.target = 0.695;
        only(Severity.NOTE, "below-baseline", adaBn, dann, other, otherAdaBn);

        other.target = 0.71;
        assertThat(diagnosis(adaBn, dann, other, otherAdaBn)).isEmpty();
    }

    /** Each method that trains on the target is checked separately, by the rules that apply to it. */
    @Test
    void severalMethods_areEachDiagnosed_underTheirNames() {
        Run cdan = new Run(Cdan.TYPE);
        Run mcd = new Run(Mcd.TYPE);
        assertThat(diagnosis(sourceOnly, adaBn, dann, cdan, mcd)).isEmpty();

        cdan.domains = 0.97;
        mcd.target = 0.3;
        List<Finding> findings = diagnosis(sourceOnly, adaBn, dann, cdan, mcd);
        assertThat(findings)
                .extracting(Finding::title)
                .containsExactlyInAnyOrder("CDAN: The features are not adapted", "MCD ends below source only");

        cdan.lambda = 0.01;
        assertThat(diagnosis(sourceOnly, cdan)).singleElement().satisfies(finding -> {
            assertThat(finding.title()).isEqualTo("The features are not adapted");
            assertThat(finding.advice()).contains("--set cdan.lambda.max");
        });
    }

    /** VADA's domain classifier has a small weight and no λ: it may be right, and there is no λ to advise. */
    @Test
    void domainClassifierWithoutLambda_mayBeRight() {
        Run vada = new Run(Vada.TYPE);
        vada.domains = 0.97;
        assertThat(diagnosis(sourceOnly, vada)).isEmpty();
    }

    @Test
    void dannBelowSourceOnly_isSerious() {
        dann.target = 0.5;
        assertThat(only(Severity.SERIOUS, "below-baseline", sourceOnly, adaBn, dann)
                        .title())
                .isEqualTo("DANN ends below source only");
    }

    @Test
    void gainOfLessThanTwoPoints_isNone_unlessSourceOnlyIsGood() {
        sourceOnly.target = 0.12;
        dann.target = 0.127;
        Finding finding = only(Severity.WARNING, "no-gain", sourceOnly, dann);
        assertThat(finding.title()).isEqualTo("DANN gains nothing over source only");
        assertThat(finding.text()).contains("12.7 %", "12.0 %");

        dann.target = 0.145;
        assertThat(diagnosis(sourceOnly, dann)).isEmpty();

        sourceOnly.target = 0.9;
        dann.target = 0.907;
        assertThat(diagnosis(sourceOnly, dann)).isEmpty();
    }

    @Test
    void sourceAccuracyBelowThreeQuarters_isWeak_whateverTheLabelLoss() {
        sourceOnly.source = 0.63;
        sourceOnly.labelLosses = curve(2.3, 0.9);
        Finding finding = only(Severity.WARNING, "weak-source", sourceOnly, adaBn, dann);
        assertThat(finding.text()).contains("own test examples, source only classifies only 63.0 %");

        sourceOnly.source = 0.76;
        assertThat(diagnosis(sourceOnly, adaBn, dann)).isEmpty();
    }

    @Test
    void targetAccuracyThatFallsLate_swings_andOneThatRisesDoesNot() {
        dann.targets[POINTS - 3] = 0.8;
        assertThat(only(Severity.WARNING, "swinging-end", sourceOnly, adaBn, dann)
                        .text())
                .contains("falls by 1");

        dann.targets = curve(0.1, 0.95);
        assertThat(diagnosis(sourceOnly, adaBn, dann)).isEmpty();
    }

    @Test
    void targetWithoutLabels_getsItsSignalsInTheOrderOfTrust() {
        Arrays.asList(sourceOnly, adaBn, dann).forEach(run -> run.target = null);
        assertThat(only(Severity.NOTE, "unlabeled-target", sourceOnly, adaBn, dann)
                        .text())
                .containsSubsequence(
                        "agreement 0.90", "imbalance of AdaBN 0.03", "domain accuracy 55.0 %", "entropy 0.10");
        assertThat(diagnosis(sourceOnly, adaBn)).isEmpty();
    }

    @Test
    void targetWithoutLabels_getsTheValuesOfValidatorsToo_andNoRuleJudgesThem() {
        sourceOnly.validators = Map.of("class-ami", 0.5, "bnm", 0.9, "im", 1.0);
        dann.validators = Map.of("class-ami", 0.25, "bnm", 0.6, "im", 0.1);
        assertThat(diagnosis(sourceOnly, adaBn, dann)).isEmpty();

        Arrays.asList(sourceOnly, adaBn, dann).forEach(run -> run.target = null);
        assertThat(only(Severity.NOTE, "unlabeled-target", sourceOnly, adaBn, dann)
                        .text())
                .endsWith("; class-ami 0.25 (of source only 0.50); bnm 0.60 (of source only 0.90).");
    }

    @Test
    void outputsThatAreNoNumbers_areBroken() {
        dann.entropy = Double.NaN;
        assertThat(only(Severity.SERIOUS, "broken-numbers", sourceOnly, adaBn, dann)
                        .text())
                .contains("DANN", "NaN");
    }

    @Test
    void theMostSevere_comesFirst() {
        dann.entropy = 0.5;
        dann.domains = 0.85;
        dann.agreement = 0.2;
        assertThat(diagnosis(sourceOnly, adaBn, dann))
                .extracting(Finding::severity)
                .containsExactly(Severity.SERIOUS, Severity.WARNING, Severity.NOTE);
    }

    private Finding only(Severity severity, String rule, Run... runs) {
        List<Finding> findings = diagnosis(runs);
        assertThat(findings).extracting(Finding::rule).containsExactly(rule);
        assertThat(findings.get(0).severity()).isEqualTo(severity);
        assertThat(findings.get(0).advice()).endsWith(".");
        return findings.get(0);
    }

    private List<String> rules(Run... runs) {
        return diagnosis(runs).stream().map(Finding::rule).toList();
    }

    private List<Finding> diagnosis(Run... runs) {
        return Diagnosis.of(new ComparisonRecord(
                "a",
                "b",
                "made",
                "last",
                List.of(),
                recipe,
                List.of(),
                new EnvironmentRecord("", "", "", "", "", "cpu", 1, "fp32"),
                null,
                Arrays.stream(runs).map(Run::record).toList()));
    }

    private static Recipe recipe(NetworkSpec network) {
        Recipe best = Preset.DANN.recipe(DataCatalog.entry("printed"), DataCatalog.entry("textured"));
        return new Recipe(
                network,
                best.resize(),
                best.scaling(),
                best.augmentation(),
                best.augmentBelow(),
                best.steps(),
                best.batchSize(),
                best.learningRate(),
                best.optimizer(),
                Map.of("dann", new DannSettings(new LambdaSchedule(10, 1), DannSettings.Passes.SEPARATE, 0.2, false)));
    }

    /** Returns values from one to another in equal steps. */
    private static double[] curve(double from, double to) {
        double[] values = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            values[i] = from + (to - from) * i / (POINTS - 1);
        }
        return values;
    }

    private static int[] even() {
        int[] counts = new int[CLASSES];
        Arrays.fill(counts, 100);
        return counts;
    }

    /**
     * Returns how many of a hundred test images of each class are predicted as each class. Which images these are does
     * not matter to any rule.
     */
    private static int[][] confusion(int[] predicted) {
        int[][] confusion = new int[CLASSES][CLASSES];
        int row = 0;
        int left = 100;
        for (int c = 0; c < CLASSES; c++) {
            for (int i = 0; i < predicted[c]; i++) {
                confusion[row][c]++;
                left--;
                if (left == 0) {
                    row++;
                    left = 100;
                }
            }
        }
        return confusion;
    }
}
