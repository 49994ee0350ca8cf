package io.github.dann4j.choose.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rule of this version on the stored candidates of docs/results/choices: what docs/ADAPT.md says of it. */
class StoredStudyTest {
    /** The pairs by which the guards and the validators of the rule were set. */
    private static final Set<String> SETTING = Set.of(
            "mnist -> mnist-m", "mnist -> usps", "svhn -> mnist", "mnist -> svhn", "amazon-books -> amazon-kitchen");

    private static List<ChoiceStudy.Choice> choices;

    @BeforeAll
    static void study() {
        choices = ChoiceStudy.in(Path.of("../docs/results/choices")).choices();
    }

    private static double mean(List<ChoiceStudy.Choice> choices) {
        return choices.stream().mapToDouble(ChoiceStudy.Choice::loss).average().orElseThrow();
    }

    @Test
    void onPairsThatSetNothing_theRuleLosesAtMostTwoPoints() {
        List<ChoiceStudy.Choice> independent =
                choices.stream().filter(one -> !SETTING.contains(one.pair())).toList();

        assertThat(independent.stream().map(ChoiceStudy.Choice::pair).distinct())
                .hasSize(8);
        assertThat(mean(independent)).isLessThan(0.02);
    }

    @Test
    void choice_isNeverBelowSourceOnly_byMoreThanAPoint() {
        assertThat(choices).allMatch(one -> one.accuracy() >= one.sourceOnly() - 0.01);
    }

    @Test
    void nineOfTenIntervals_haveTheMeasuredAccuracyInThem() {
        long covered = choices.stream().filter(ChoiceStudy.Choice::isCovered).count();

        assertThat(covered).isGreaterThanOrEqualTo(Math.round(0.9 * choices.size()));
    }

    @Test
    void mnistToSvhn_whereAllMethodsFail_isRefused() {
        assertThat(choices.stream().filter(one -> one.pair().equals("mnist -> svhn")))
                .isNotEmpty()
                .noneMatch(ChoiceStudy.Choice::advisesAdaptation);
    }
}
