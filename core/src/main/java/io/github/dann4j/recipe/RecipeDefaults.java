package io.github.dann4j.recipe;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.api.PublicApi;
import java.util.List;

/**
 * What is trained with a recipe unless the user says otherwise.
 *
 * @param compared methods that {@code compare} trains, in this order
 * @param trained method that {@code train} trains
 * @param seeds trainings of each method in a comparison, with the seeds 0, 1, ...; at least 1
 */
@PublicApi
public record RecipeDefaults(List<MethodType<?>> compared, MethodType<?> trained, int seeds) {
    public RecipeDefaults {
        if (seeds < 1) {
            throw new IllegalArgumentException("seeds must be at least 1, got " + seeds);
        }
        compared = List.copyOf(compared);
    }
}
