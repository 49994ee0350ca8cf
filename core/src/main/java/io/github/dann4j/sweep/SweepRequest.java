package io.github.dann4j.sweep;

import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.validate.Validators;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks for.
 *
 * @param source name of the labelled dataset
 * @param target name of the unlabelled dataset
 * @param preset name of the preset
 * @param method name of the method
 * @param steps of a training; of the last round where trials are halved
 * @param values by key of the recipe, as in {@code --set}: the values to try, at least one each
 * @param search how the combinations of values are tried
 * @param trials number of combinations, drawn by the seed where there are more; 0: all
 * @param budgetSeconds after which no further training begins; 0: none
 * @param by name of the validator that chooses
 * @param seed of every random choice
 * @param backbone the frozen network whose features of images the examples are; null if they are taken as they are
 */
public record SweepRequest(
        String source,
        String target,
        String preset,
        String method,
        int steps,
        Map<String, List<String>> values,
        Search search,
        int trials,
        long budgetSeconds,
        String by,
        long seed,
        @Nullable BackboneRecord backbone) {
    /** How combinations are tried. */
    public enum Search {
        /** All combinations, the values of the last key first; of more than asked for, the first ones. */
        GRID,
        /** Combinations in an order drawn by the seed. */
        RANDOM,
        /**
         * As {@link #RANDOM}, in rounds: the first with few steps, each later one with the better half and twice the
         * steps.
         */
        HALVING;

        /** Returns the name for users. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SweepRequest {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        values.forEach((key, all) -> {
            if (all.isEmpty() || all.stream().distinct().count() != all.size()) {
                throw new IllegalArgumentException(
                        "%s: expected at least one value, and each only once, got %s".formatted(key, all));
            }
            copy.put(key, List.copyOf(all));
        });
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("a sweep needs at least one key with values");
        }
        values = Collections.unmodifiableMap(copy);
        if (steps < 1 || trials < 0 || budgetSeconds < 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "steps must be at least 1, trials and budget at least 0, got %d, %d and %d",
                    steps,
                    trials,
                    budgetSeconds));
        }
        Validators.named(by);
    }
}
