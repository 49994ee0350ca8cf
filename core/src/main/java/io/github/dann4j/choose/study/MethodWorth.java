package io.github.dann4j.choose.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What one method is worth over several pairs, each pair with the same weight.
 *
 * @param name of the method
 * @param accuracies by pair: mean over the seeds of the accuracy on the target's test examples; without the pairs on which
 *     it was not trained
 * @param gain mean over these pairs of the accuracy above that of source only
 * @param lowestGain the lowest of them; negative if the method is below source only
 * @param lowestAt pair of the lowest
 */
public record MethodWorth(
        String name, Map<String, Double> accuracies, double gain, double lowestGain, String lowestAt) {
    public MethodWorth {
        accuracies = Collections.unmodifiableMap(new LinkedHashMap<>(accuracies));
    }

    static MethodWorth of(String name, List<StudyCase> cases) {
        Map<String, List<StudyCase>> byPair = cases.stream()
                .filter(one -> one.accuracy(name) != null)
                .collect(Collectors.groupingBy(StudyCase::pair, LinkedHashMap::new, Collectors.toList()));
        Map<String, Double> accuracies = new LinkedHashMap<>();
        double sum = 0;
        double lowest = Double.POSITIVE_INFINITY;
        String lowestAt = "";
        for (Map.Entry<String, List<StudyCase>> pair : byPair.entrySet()) {
            double accuracy = mean(pair.getValue(), one -> Objects.requireNonNull(one.accuracy(name)));
            double gain = accuracy - mean(pair.getValue(), StudyCase::sourceOnly);
            accuracies.put(pair.getKey(), accuracy);
            sum += gain;
            if (gain < lowest) {
                lowest = gain;
                lowestAt = pair.getKey();
            }
        }
        return new MethodWorth(name, accuracies, sum / byPair.size(), lowest, lowestAt);
    }

    private static double mean(List<StudyCase> cases, ToDoubleFunction<StudyCase> value) {
        return cases.stream().mapToDouble(value).average().orElseThrow();
    }
}
