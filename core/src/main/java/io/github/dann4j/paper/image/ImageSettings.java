package io.github.dann4j.paper.image;

import io.github.dann4j.engine.Precision;
import java.util.List;
import java.util.Locale;

/**
 * How the paper's table 2 is computed; everything else is that of preset {@code paper}.
 *
 * @param pairs the columns of the table, at least one, all different
 * @param seeds of the trainings, at least one, all different
 * @param steps of each training, at least 1; 0 for as many as the preset has
 * @param precision of the heavy operations
 * @param threads that compute, at least 1; another number rounds differently
 */
public record ImageSettings(List<ImagePair> pairs, List<Long> seeds, int steps, Precision precision, int threads) {
    public ImageSettings {
        pairs = List.copyOf(pairs);
        seeds = List.copyOf(seeds);
        distinct("pairs", pairs);
        distinct("seeds", seeds);
        if (steps < 0 || threads < 1) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "steps must be at least 1 (0: as in preset paper) and threads at least 1, got %d and %d",
                    steps,
                    threads));
        }
    }

    private static void distinct(String what, List<?> values) {
        if (values.isEmpty() || values.stream().distinct().count() < values.size()) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s must be at least one and all different, got %s", what, values));
        }
    }
}
