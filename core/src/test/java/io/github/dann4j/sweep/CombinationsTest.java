package io.github.dann4j.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dann4j.sweep.SweepRequest.Search;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CombinationsTest {
    private static SweepRequest request(Search search, int trials, Map<String, List<String>> values) {
        return new SweepRequest("a", "b", "best", "dann", 400, values, search, trials, 0, "class-ami", 3, null);
    }

    private static Map<String, List<String>> twoKeys() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        values.put("x", List.of("1", "2"));
        values.put("y", List.of("a", "b", "c"));
        return values;
    }

    @Test
    void grid_isAllCombinations_theLastKeyFirst() {
        assertThat(Combinations.of(request(Search.GRID, 0, twoKeys())))
                .extracting(one -> one.get("x") + one.get("y"))
                .containsExactly("1a", "1b", "1c", "2a", "2b", "2c");
        assertThat(Combinations.of(request(Search.GRID, 2, twoKeys()))).hasSize(2);
    }

    @Test
    void random_isTheSameForASeed_andDrawsEachAtMostOnce() {
        List<Map<String, String>> drawn = Combinations.of(request(Search.RANDOM, 5, twoKeys()));

        assertThat(drawn).hasSize(5).doesNotHaveDuplicates();
        assertThat(Combinations.of(request(Search.RANDOM, 5, twoKeys()))).isEqualTo(drawn);
    }

    @Test
    void halving_doublesTheSteps_untilOneIsLeft() {
        SweepRequest request = request(Search.HALVING, 0, twoKeys());
        int rounds = Combinations.rounds(request, 6); // 6, 3, 2, 1

        List<Integer> steps = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            steps.add(Combinations.steps(request, round, rounds));
        }
        assertThat(steps).containsExactly(50, 100, 200, 400);
        assertThat(Combinations.rounds(request(Search.GRID, 0, twoKeys()), 6)).isEqualTo(1);
    }

    @Test
    void impossibleRequests_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(Search.GRID, 0, Map.of("x", List.of("1", "1"))))
                .withMessageContaining("x", "only once");
        assertThatIllegalArgumentException().isThrownBy(() -> request(Search.GRID, 0, Map.of()));
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            many.add(Integer.toString(i));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Combinations.of(request(Search.GRID, 0, Map.of("x", many, "y", many))))
                .withMessageContaining("more than 10000");
    }
}
