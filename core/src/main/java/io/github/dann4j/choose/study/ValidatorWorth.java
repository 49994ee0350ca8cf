package io.github.dann4j.choose.study;

import io.github.dann4j.choose.Candidate;
import io.github.dann4j.choose.ChoiceRule;
import io.github.dann4j.validate.pool.Choice;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one validator is worth among the candidates that passed the guards, over the adaptations that have any.
 *
 * @param name of the validator, or {@link Candidate#ENSEMBLE}
 * @param correlation mean of Spearman's rank correlations with the accuracies, over the adaptations that have one; null if
 *     none has
 * @param lowestCorrelation the lowest of them
 * @param lowestAt pair of the lowest correlation
 * @param regret mean accuracy that its choices lose against the best candidate that passed
 * @param largestRegret the largest of them
 * @param largestAt pair of the largest regret
 */
public record ValidatorWorth(
        String name,
        @Nullable Double correlation,
        @Nullable Double lowestCorrelation,
        @Nullable String lowestAt,
        double regret,
        double largestRegret,
        String largestAt) {
    /** Returns what a validator is worth; empty if no adaptation has a candidate that passed. */
    static Optional<ValidatorWorth> of(String name, List<StudyCase> all) {
        List<StudyCase> cases = all.stream().filter(ValidatorWorth::hasChoice).toList();
        if (cases.isEmpty()) {
            return Optional.empty();
        }
        double sum = 0;
        int count = 0;
        Double lowest = null;
        String lowestAt = null;
        double regret = 0;
        double largest = -1;
        String largestAt = "";
        for (StudyCase one : cases) {
            Choice choice = choice(name, one);
            Double correlation = choice.correlation();
            if (correlation != null) {
                sum += correlation;
                count++;
                if (lowest == null || correlation < lowest) {
                    lowest = correlation;
                    lowestAt = one.pair();
                }
            }
            double lost = Objects.requireNonNull(choice.regret());
            regret += lost / cases.size();
            if (lost > largest) {
                largest = lost;
                largestAt = one.pair();
            }
        }
        return Optional.of(new ValidatorWorth(
                name, count == 0 ? null : (Double) (sum / count), lowest, lowestAt, regret, largest, largestAt));
    }

    private static boolean hasChoice(StudyCase one) {
        return one.candidates().stream().anyMatch(candidate -> candidate.refused() == null);
    }

    /** Returns what the validator chooses among those that passed. */
    private static Choice choice(String name, StudyCase one) {
        List<Candidate> candidates = one.candidates();
        int[] passed = IntStream.range(0, candidates.size())
                .filter(i -> candidates.get(i).refused() == null)
                .toArray();
        double[] places = ChoiceRule.places(candidates, name);
        return Choice.of(
                name,
                false,
                IntStream.of(passed).mapToDouble(i -> places[i]).toArray(),
                IntStream.of(passed).mapToDouble(i -> one.accuracies()[i]).toArray());
    }
}
