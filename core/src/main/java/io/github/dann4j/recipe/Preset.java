package io.github.dann4j.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.name.DatasetInfo;
import java.util.Locale;

/** The recipes that ship with the library: one resource file each, with comments that give the reasons. */
@PublicApi
public enum Preset {
    /** {@link #DANN} with half the channels, in 400 steps. */
    DEMO,
    /** {@link #DANN} with fewer steps. */
    QUICK,
    /** As published (Ganin et al. 2016, §5.2). */
    PAPER,
    /**
     * The best recipe found here for plain DANN, one for all pairs; docs/RECIPE.md gives every part and its reason. The
     * other presets but {@link #PAPER} are based on it.
     */
    DANN,
    /** The best recipe found here, one for all pairs: {@link #DANN}, a larger network, and pseudo-labels at the end. */
    BEST,
    /**
     * {@link #DANN} for domains that look very different: colours, places and noise are varied, and the network learns
     * from its own predictions.
     */
    SELF_TRAINING,
    /**
     * {@link #DANN} for images, and settings that suit the features that a frozen backbone computes from photographs.
     */
    PHOTOGRAPHS;

    /** The name for users. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The purpose of the preset in a few words. */
    public String purpose() {
        return template().purpose();
    }

    /** Returns the recipe for a pair of datasets. It depends on the kind of their images, never on results. */
    public Recipe recipe(DatasetInfo source, DatasetInfo target) {
        try {
            return template().recipe(source, target);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a shipped recipe can be read", e);
        }
    }

    /** Returns what is trained with the preset on a pair of datasets unless the user says otherwise. */
    public RecipeDefaults defaults(DatasetInfo source, DatasetInfo target) {
        return template().defaults(source, target);
    }

    private RecipeTemplate template() {
        return RecipeTemplate.shipped(label());
    }
}
