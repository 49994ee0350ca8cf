package io.github.dann4j.choose.study;

import io.github.dann4j.choose.ChoiceRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tries every rule of up to four validators on adaptations: each gives every candidate that passed the guards a place,
 * and the lowest sum wins, as in {@link ChoiceRule}.
 */
final class RuleSearch {
    private static final int MOST = 4;

    private final List<String> names;
    private final List<StudyCase> cases;
    private final double[][][] places;
    private final List<int[]> rules = new ArrayList<>();

    RuleSearch(List<String> names, List<StudyCase> cases) {
        this.names = names;
        this.cases = cases;
        this.places = cases.stream()
                .map(one -> names.stream()
                        .map(name -> ChoiceRule.places(one.candidates(), name))
                        .toArray(double[][]::new))
                .toArray(double[][][]::new);
        add(new int[0]);
    }

    /** Adds all rules that begin with these validators. */
    private void add(int[] rule) {
        if (rule.length > 0) {
            rules.add(rule);
        }
        for (int next = rule.length == 0 ? 0 : rule[rule.length - 1] + 1;
                rule.length < MOST && next < names.size();
                next++) {
            int[] longer = Arrays.copyOf(rule, rule.length + 1);
            longer[rule.length] = next;
            add(longer);
        }
    }

    /** Returns, for each pair, the best rule on all others; none if there is only one pair. */
    List<SuggestedRule> leaveOnePairOut() {
        List<String> pairs = cases.stream().map(StudyCase::pair).distinct().toList();
        if (pairs.size() < 2) {
            return List.of();
        }
        double[][] losses = rules.stream()
                .map(rule ->
                        pairs.stream().mapToDouble(pair -> loss(rule, pair)).toArray())
                .toArray(double[][]::new);
        List<SuggestedRule> suggested = new ArrayList<>();
        for (int p = 0; p < pairs.size(); p++) {
            int best = 0;
            for (int r = 1; r < losses.length; r++) {
                // A longer rule must be better, not as good: rules are in no order of their lengths.
                double difference = others(losses[r], p) - others(losses[best], p);
                boolean isShorter = rules.get(r).length < rules.get(best).length;
                best = difference < 0 || (difference == 0 && isShorter) ? r : best;
            }
            suggested.add(new SuggestedRule(
                    pairs.get(p),
                    Arrays.stream(rules.get(best)).mapToObj(names::get).toList(),
                    others(losses[best], p),
                    losses[best][p]));
        }
        return suggested;
    }

    private static double others(double[] losses, int without) {
        return IntStream.range(0, losses.length)
                .filter(p -> p != without)
                .mapToDouble(p -> losses[p])
                .average()
                .orElseThrow();
    }

    /** Returns the mean loss of a rule over the adaptations of a pair. */
    private double loss(int[] rule, String pair) {
        double sum = 0;
        int count = 0;
        for (int c = 0; c < cases.size(); c++) {
            if (cases.get(c).pair().equals(pair)) {
                sum += cases.get(c).loss(choice(rule, places[c]));
                count++;
            }
        }
        return sum / count;
    }

    /** Returns the number of the candidate with the lowest sum of places; the first one if none passed the guards. */
    private static int choice(int[] rule, double[][] places) {
        int best = -1;
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < places[0].length; i++) {
            double sum = 0;
            for (int v : rule) {
                sum += places[v][i];
            }
            if (sum < lowest) {
                lowest = sum;
                best = i;
            }
        }
        return Math.max(best, 0);
    }
}
