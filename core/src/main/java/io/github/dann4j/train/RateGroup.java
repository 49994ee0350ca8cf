package io.github.dann4j.train;

import io.github.dann4j.optimize.ParameterGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;

/**
 * The parameters of a group that learn with one rate. Without layers that learn more slowly, there is one for each
 * group: the group itself.
 *
 * @param of name of the whole group
 */
record RateGroup(String of, ParameterGroup group) {
    /**
     * Splits groups by rate.
     *
     * @param rates shares of the learning rate of the parameters that learn more slowly, by their names
     */
    static List<RateGroup> of(List<ParameterGroup> groups, Map<String, Double> rates) {
        List<RateGroup> split = new ArrayList<>();
        for (ParameterGroup group : groups) {
            Map<Double, Map<String, Tensor>> byRate = new TreeMap<>();
            group.parameters()
                    .forEach((name, parameter) -> byRate.computeIfAbsent(
                                    rates.getOrDefault(name, 1.0), rate -> new LinkedHashMap<>())
                            .put(name, parameter));
            if (byRate.size() <= 1 && byRate.keySet().stream().allMatch(rate -> rate == 1)) {
                split.add(new RateGroup(group.name(), group));
            } else {
                byRate.forEach((rate, parameters) -> split.add(new RateGroup(
                        group.name(),
                        new ParameterGroup(
                                String.format(Locale.ROOT, "%s@%s", group.name(), rate),
                                parameters,
                                rate * group.rateFactor()))));
            }
        }
        return List.copyOf(split);
    }
}
