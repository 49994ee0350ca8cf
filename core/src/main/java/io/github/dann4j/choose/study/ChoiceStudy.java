package io.github.dann4j.choose.study;

import io.github.dann4j.choose.Candidate;
import io.github.dann4j.choose.Estimate;
import io.github.dann4j.files.FileException;
import io.github.dann4j.validate.Validators;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What choices without labels were worth over several pairs and seeds. All accuracies are shares of the target's test
 * examples.
 *
 * @param choices of the rule, one for each adaptation
 * @param methods what each of them is worth, source only first
 * @param validators what each of them would have been worth alone; empty if no candidate passed the guards
 * @param suggested for each pair: the rule that the other pairs suggest, and what it loses on this pair
 */
public record ChoiceStudy(
        List<Choice> choices,
        List<MethodWorth> methods,
        List<ValidatorWorth> validators,
        List<SuggestedRule> suggested) {
    /**
     * What the rule chose in one adaptation.
     *
     * @param advisesAdaptation false if it chose source only, or there is no evidence for any candidate
     * @param sourceOnly accuracy of source only
     * @param best method of the most accurate candidate
     * @param bestAccuracy accuracy of that candidate
     * @param chosen method of the chosen candidate
     * @param accuracy of the chosen candidate
     * @param estimate of its accuracy
     */
    public record Choice(
            String source,
            String target,
            long seed,
            boolean advisesAdaptation,
            double sourceOnly,
            String best,
            double bestAccuracy,
            String chosen,
            double accuracy,
            Estimate estimate) {
        static Choice of(StudyCase one) {
            Candidate chosen = one.verdict().chosenCandidate();
            return new Choice(
                    one.verdict().request().source(),
                    one.verdict().request().target(),
                    one.verdict().request().seed(),
                    one.verdict().advisesAdaptation(),
                    one.sourceOnly(),
                    one.candidates().get(one.best()).method(),
                    one.accuracies()[one.best()],
                    chosen.method(),
                    one.accuracies()[one.chosen()],
                    one.verdict().estimatedAccuracy());
        }

        /** The name of the pair, the same for all seeds. */
        public String pair() {
            return "%s -> %s".formatted(source, target);
        }

        /** What the choice loses against the best candidate, from 0. */
        public double loss() {
            return bestAccuracy - accuracy;
        }

        /** How far the estimated accuracy is from the measured one; positive if it is too high. */
        public double error() {
            return estimate.mean() - accuracy;
        }

        /** Whether the interval of the estimate has the measured accuracy in it. */
        public boolean isCovered() {
            return estimate.low() <= accuracy && accuracy <= estimate.high();
        }
    }

    public ChoiceStudy {
        choices = List.copyOf(choices);
        methods = List.copyOf(methods);
        validators = List.copyOf(validators);
        suggested = List.copyOf(suggested);
    }

    /**
     * Studies the adaptations in a folder and its subfolders that were tested after their verdict.
     *
     * @throws FileException if there is none, or one cannot be read
     */
    public static ChoiceStudy in(Path folder) {
        List<StudyCase> cases = StudyCase.in(folder);
        if (cases.isEmpty()) {
            throw new FileException(
                    "%s has no adaptation that was tested: run 'dann4j adapt ... --test-afterwards --out' in it"
                            .formatted(folder));
        }
        return of(cases);
    }

    static ChoiceStudy of(List<StudyCase> cases) {
        List<String> names = new ArrayList<>();
        Validators.all().forEach(validator -> names.add(validator.name()));
        names.add(Candidate.ENSEMBLE);
        return new ChoiceStudy(
                cases.stream().map(Choice::of).toList(),
                cases.stream()
                        .flatMap(one -> one.candidates().stream().map(Candidate::method))
                        .distinct()
                        .map(name -> MethodWorth.of(name, cases))
                        .toList(),
                names.stream()
                        .flatMap(name -> ValidatorWorth.of(name, cases).stream())
                        .toList(),
                new RuleSearch(names, cases).leaveOnePairOut());
    }

    /** Mean loss of the rule's choices. */
    public double meanLoss() {
        return choices.stream().mapToDouble(Choice::loss).average().orElseThrow();
    }

    /** Mean distance of the estimated from the measured accuracies. */
    public double meanError() {
        return choices.stream()
                .mapToDouble(one -> Math.abs(one.error()))
                .average()
                .orElseThrow();
    }

    /** Share of the intervals that have the measured accuracy in them. */
    public double coverage() {
        return choices.stream()
                .mapToInt(one -> one.isCovered() ? 1 : 0)
                .average()
                .orElseThrow();
    }
}
