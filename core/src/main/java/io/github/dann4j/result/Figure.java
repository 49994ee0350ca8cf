package io.github.dann4j.result;

import java.util.List;

/**
 * One measured quantity over the seeds.
 *
 * @param mean over the seeds
 * @param sd sample standard deviation over the seeds; 0 for a single seed
 * @param perSeed every value, in the order of the seeds
 */
public record Figure(double mean, double sd, List<Double> perSeed) {
    public Figure {
        perSeed = List.copyOf(perSeed);
    }

    public static Figure of(List<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return new Figure(mean, values.size() < 2 ? 0 : Math.sqrt(squares / (values.size() - 1)), values);
    }
}
