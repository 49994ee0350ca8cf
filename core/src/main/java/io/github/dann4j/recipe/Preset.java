package io.github.dann4j.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Methods;
import io.github.dann4j.data.name.DataEntry;
import java.util.List;
import java.util.Locale;

/** The recipes that ship with the library: files of their own among its resources, which say in comments why they are so. */
public enum Preset {
    /** {@link #BEST} with half the channels, in 400 steps. */
    DEMO,
    /** {@link #BEST} with fewer steps. */
    QUICK,
    /** As published (Ganin et al. 2016, §5.2). */
    PAPER,
    /** The recipe that came out best here, one for all pairs; every part of it and why it is there: docs/RECIPE.md. */
    BEST;

    /** As users write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it is for, in a few words. */
    public String purpose() {
        return template().purpose();
    }

    /** The recipe for a pair of datasets. It depends on what their images show, never on results. */
    public Recipe recipe(DataEntry source, DataEntry target) {
        try {
            return template().recipe(source, target);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a shipped recipe can be read", e);
        }
    }

    /** Whether it is for a look, for which one seed is enough. */
    public boolean isForALook() {
        return template().seeds() == 1;
    }

    /** The methods that are compared under it by default. */
    public List<MethodType<?>> methods() {
        return template().compared().stream().<MethodType<?>>map(Methods::of).toList();
    }

    private RecipeTemplate template() {
        return RecipeTemplate.shipped(label());
    }
}
