package io.github.dann4j.sweep;

import io.github.dann4j.engine.Seeds;
import io.github.dann4j.sweep.SweepRequest.Search;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** The combinations of values that a sweep tries. */
final class Combinations {
    /** More combinations are a mistake rather than a wish. */
    static final int MOST = 10_000;

    private Combinations() {}

    /**
     * Returns the combinations in the order of their trials.
     *
     * @throws IllegalArgumentException if there are more than {@value #MOST}
     */
    static List<Map<String, String>> of(SweepRequest request) {
        List<Map<String, String>> all = List.of(Map.of());
        for (Map.Entry<String, List<String>> key : request.values().entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> begin : all) {
                for (String value : key.getValue()) {
                    Map<String, String> one = new LinkedHashMap<>(begin);
                    one.put(key.getKey(), value);
                    longer.add(one);
                }
            }
            all = longer;
            if (all.size() > MOST) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "the values have more than %d combinations; give fewer values", MOST));
            }
        }
        List<Map<String, String>> ordered = new ArrayList<>(all);
        if (request.search() != Search.GRID) {
            Collections.shuffle(ordered, new Random(Seeds.derive(request.seed(), "combinations")));
        }
        return request.trials() == 0 ? ordered : ordered.subList(0, Math.min(request.trials(), ordered.size()));
    }

    /** Returns the number of rounds: 1, or where combinations are halved until one is left, that many. */
    static int rounds(SweepRequest request, int combinations) {
        if (request.search() != Search.HALVING) {
            return 1;
        }
        int rounds = 1;
        for (int left = combinations; left > 1; left = (left + 1) / 2) {
            rounds++;
        }
        return rounds;
    }

    /** Returns the steps of a round, from 0: those of the request in the last one, half in the one before, and so on. */
    static int steps(SweepRequest request, int round, int rounds) {
        return Math.max(1, request.steps() >> Math.min(30, rounds - 1 - round));
    }
}
