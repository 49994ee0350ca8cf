package io.github.dann4j.choose.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dann4j.choose.AdaptFolder;
import io.github.dann4j.choose.Candidate;
import io.github.dann4j.choose.ChoiceRule;
import io.github.dann4j.choose.DataLook;
import io.github.dann4j.choose.Estimate;
import io.github.dann4j.choose.Plan;
import io.github.dann4j.choose.Request;
import io.github.dann4j.choose.Tested;
import io.github.dann4j.choose.Verdict;
import io.github.dann4j.files.FileException;
import io.github.dann4j.recipe.RunJson;
import io.github.dann4j.validate.Validators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies of invented candidates, whose accuracies are known. */
class ChoiceStudyTest {
    private static final List<String> METHODS = List.of("source-only", "dann", "mcc");
    private static final DataLook LOOK = new DataLook(
            "images", 1000, 1000, 4, 250, 250, List.of(8, 8, 1), List.of(8, 8, 1), 0, 0, 0, 0, 0, List.of());

    /** A candidate with the same value of every validator, except those given. */
    private static Candidate candidate(String method, Map<String, Double> values) {
        Map<String, Double> figures = new LinkedHashMap<>();
        Validators.all().forEach(validator -> figures.put(validator.name(), 0.5));
        figures.put(Candidate.ENSEMBLE, 0.75);
        figures.put(Candidate.CLASSES, 1.0);
        figures.putAll(values);
        return new Candidate(method, 1, null, figures);
    }

    private static Verdict verdict(String pair, List<Candidate> candidates) {
        return new Verdict(
                Verdict.DO_NOT,
                "source-only",
                new Estimate(0, 0, 0),
                List.of(),
                List.of(),
                new Request(pair, "target", "demo", 60, 10, METHODS, 7, null),
                LOOK,
                new Plan(10, 0, METHODS, List.of()),
                1000,
                1000,
                candidates,
                null);
    }

    /** The accuracies are those of source-only, dann and mcc; the values are of one validator, in the same order. */
    private static StudyCase one(String pair, double[] accuracies, String validator, double[] values) {
        return StudyCase.of(
                verdict(
                        pair,
                        List.of(
                                candidate("source-only", Map.of(validator, values[0])),
                                candidate("dann", Map.of(validator, values[1])),
                                candidate("mcc", Map.of(validator, values[2])))),
                new Tested(Map.of("source-only", accuracies[0], "dann", accuracies[1], "mcc", accuracies[2])));
    }

    private static ValidatorWorth worth(String name, StudyCase... cases) {
        return ValidatorWorth.of(name, List.of(cases)).orElseThrow();
    }

    @Test
    void choiceIsThatOfTodaysRule_andItsLossThatAgainstTheBestCandidate() {
        StudyCase one = one("a", new double[] {0.5, 0.9, 0.7}, "class-ami", new double[] {0.1, 0.2, 0.3});
        ChoiceStudy.Choice choice = ChoiceStudy.Choice.of(one);

        assertThat(ChoiceRule.DECISIVE).contains("class-ami");
        assertThat(choice.chosen())
                .as("by class-ami, whatever the stored verdict was")
                .isEqualTo("mcc");
        assertThat(choice.advisesAdaptation()).isTrue();
        assertThat(choice.best()).isEqualTo("dann");
        assertThat(choice.sourceOnly()).isEqualTo(0.5);
        assertThat(choice.loss()).isCloseTo(0.2, within(1e-12));
        assertThat(choice.estimate().mean()).as("atc times ensemble").isEqualTo(0.375);
        assertThat(choice.error()).isCloseTo(0.375 - 0.7, within(1e-12));
        assertThat(choice.isCovered()).isFalse();
    }

    @Test
    void correlationAndRegret_areOfTheValuesWithTheAccuracies() {
        StudyCase right = one("a", new double[] {0.5, 0.9, 0.7}, "bnm", new double[] {0.1, 0.3, 0.2});
        StudyCase wrong = one("b", new double[] {0.5, 0.9, 0.7}, "bnm", new double[] {0.3, 0.1, 0.2});
        ValidatorWorth worth = worth("bnm", right, wrong);

        assertThat(worth("bnm", right).correlation()).isEqualTo(1);
        assertThat(worth("bnm", right).regret()).isZero();
        assertThat(worth.correlation()).isZero();
        assertThat(worth.lowestCorrelation()).isEqualTo(-1);
        assertThat(worth.lowestAt()).isEqualTo("b -> target");
        assertThat(worth.regret()).as("0.9 - 0.5 in one of two").isCloseTo(0.2, within(1e-12));
        assertThat(worth.largestRegret()).isCloseTo(0.4, within(1e-12));
        assertThat(worth.largestAt()).isEqualTo("b -> target");
    }

    @Test
    void smallerIsBetter_whereAValidatorSaysSo() {
        StudyCase one = one("a", new double[] {0.5, 0.9, 0.7}, "entropy", new double[] {0.3, 0.1, 0.2});

        assertThat(worth("entropy", one).correlation()).isEqualTo(1);
        assertThat(worth("entropy", one).regret()).isZero();
    }

    @Test
    void candidateThatAGuardRefused_isNoChoiceOfAValidator_butCanBeTheBest() {
        StudyCase one = StudyCase.of(
                verdict(
                        "a",
                        List.of(
                                candidate("source-only", Map.of("class-ami", 0.1)),
                                candidate("dann", Map.of("class-ami", 0.9, Candidate.CLASSES, 0.1)),
                                candidate("mcc", Map.of("class-ami", 0.2)))),
                new Tested(Map.of("source-only", 0.5, "dann", 0.9, "mcc", 0.7)));

        assertThat(ChoiceStudy.Choice.of(one).chosen()).isEqualTo("mcc");
        assertThat(ChoiceStudy.Choice.of(one).loss()).isCloseTo(0.2, within(1e-12));
        assertThat(worth("class-ami", one).regret())
                .as("against the best that passed")
                .isZero();
    }

    @Test
    void adaptationWhereNoCandidatePassed_isNoChoiceOfAValidator() {
        StudyCase right = one("a", new double[] {0.5, 0.9, 0.7}, "im", new double[] {0.3, 0.1, 0.2});
        StudyCase none = StudyCase.of(
                verdict("b", List.of(candidate("source-only", Map.of(Candidate.CLASSES, 0.1)))),
                new Tested(Map.of("source-only", 0.1)));

        assertThat(worth("im", right, none).regret())
                .as("0.9 - 0.5, not half of it")
                .isCloseTo(0.4, within(1e-12));
        assertThat(ValidatorWorth.of("im", List.of(none))).isEmpty();
    }

    @Test
    void ruleForAPair_isChosenOnTheOthers() {
        double[] accuracies = {0.5, 0.9, 0.7};
        StudyCase a = one("a", accuracies, "im", new double[] {0.1, 0.3, 0.2});
        StudyCase b = one("b", accuracies, "im", new double[] {0.1, 0.3, 0.2});
        StudyCase c = one("c", accuracies, "im", new double[] {0.2, 0.1, 0.3});
        List<SuggestedRule> suggested = ChoiceStudy.of(List.of(a, b, c)).suggested();

        assertThat(suggested)
                .extracting(SuggestedRule::pair)
                .containsExactly("a -> target", "b -> target", "c -> target");
        assertThat(suggested.get(2).validators()).as("right on both others").containsExactly("im");
        assertThat(suggested.get(2).lossOnOthers()).isZero();
        assertThat(suggested.get(2).loss()).as("0.9 - 0.7 on this one").isCloseTo(0.2, within(1e-12));
        assertThat(suggested.get(0).lossOnOthers()).as("0 and 0.2").isCloseTo(0.1, within(1e-12));
    }

    @Test
    void gainOfAMethod_isThatAboveSourceOnly_withTheSameWeightForEachPair() {
        String any = "im";
        double[] same = {0.1, 0.1, 0.1};
        ChoiceStudy study = ChoiceStudy.of(List.of(
                one("a", new double[] {0.5, 0.9, 0.7}, any, same),
                one("a", new double[] {0.6, 0.8, 0.7}, any, same),
                one("b", new double[] {0.5, 0.4, 0.7}, any, same)));
        MethodWorth dann = study.methods().get(1);

        assertThat(study.methods()).extracting(MethodWorth::name).containsExactlyElementsOf(METHODS);
        assertThat(dann.accuracies().get("a -> target")).isCloseTo(0.85, within(1e-12));
        assertThat(dann.gain()).as("0.3 on a, -0.1 on b").isCloseTo(0.1, within(1e-12));
        assertThat(dann.lowestGain()).isCloseTo(-0.1, within(1e-12));
        assertThat(dann.lowestAt()).isEqualTo("b -> target");
    }

    @Test
    void onePair_suggestsNoRule() {
        StudyCase one = one("a", new double[] {0.5, 0.9, 0.7}, "im", new double[] {0.1, 0.3, 0.2});

        assertThat(ChoiceStudy.of(List.of(one)).suggested()).isEmpty();
    }

    @Test
    void folderIsSearched_andWhatWasNotTestedIsLeftOut(@TempDir Path folder) throws IOException {
        List<Candidate> candidates = List.of(candidate("source-only", Map.of()));
        for (String name : List.of("one", "deeper/two", "untested")) {
            Path out = Files.createDirectories(folder.resolve(name));
            Files.writeString(out.resolve("verdict.json"), RunJson.write(verdict(name, candidates)));
            if (!name.equals("untested")) {
                new AdaptFolder(out).write(new Tested(Map.of("source-only", 0.25)));
            }
        }
        ChoiceStudy study = ChoiceStudy.in(folder);

        assertThat(study.choices()).extracting(ChoiceStudy.Choice::source).containsExactly("deeper/two", "one");
        assertThat(study.choices()).extracting(ChoiceStudy.Choice::accuracy).containsOnly(0.25);
    }

    @Test
    void folderWithoutAdaptations_isRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> ChoiceStudy.in(folder))
                .isInstanceOf(FileException.class)
                .hasMessageContaining("has no adaptation that was tested: run 'dann4j adapt ... --test-afterwards");
        assertThatThrownBy(() -> ChoiceStudy.in(folder.resolve("none")))
                .isInstanceOf(FileException.class)
                .hasMessageContaining("no such folder");
    }

    @Test
    void accuraciesOutsideTheirRange_areRefused() {
        assertThatThrownBy(() -> new Tested(Map.of("dann", 97.0)))
                .hasMessageContaining("the accuracy of dann must be from 0 to 1, got 97.0");
    }
}
