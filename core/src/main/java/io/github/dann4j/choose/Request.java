package io.github.dann4j.choose;

import io.github.dann4j.backbone.BackboneRecord;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks for.
 *
 * @param source name of the labelled dataset
 * @param target name of the unlabelled dataset
 * @param preset name of the preset, or of the recipe file
 * @param budgetSeconds for the trainings and everything around them, at least 1
 * @param steps of each training; 0: as many as the budget allows, at most those of the recipe
 * @param methods names in the order in which they are trained, {@code source-only} first; empty: those that suit
 * @param seed of every random choice
 * @param backbone the frozen network whose features of images are adapted; null if the examples are taken as they are
 */
public record Request(
        String source,
        String target,
        String preset,
        long budgetSeconds,
        int steps,
        List<String> methods,
        long seed,
        @Nullable BackboneRecord backbone) {
    public Request {
        methods = List.copyOf(methods);
        if (budgetSeconds < 1) {
            throw new IllegalArgumentException("the budget must be at least 1s, got " + budgetSeconds + "s");
        }
        if (steps < 0) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "steps must be at least 1, or 0 for as many as fit, got %d", steps));
        }
    }
}
