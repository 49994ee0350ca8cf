package io.github.dann4j.data.prepare;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How stored values, of images 0 to 255, become network inputs; a recorded choice. */
public enum Scaling {
    /** x / 127.5 − 1: every value of an image in [−1, 1], the same for every set. */
    PLUS_MINUS_ONE(true, false),
    /**
     * Minus the mean over both training sets, per channel of images on the scale 0 to 1 (the paper's "mean subtraction", Ganin et al.
     * 2016, §5.2) and per column of features.
     */
    MEAN_SUBTRACTION(true, true),
    /** As {@link #MEAN_SUBTRACTION}, then divided by the standard deviation over both training sets, per channel or column. */
    MEAN_SD(true, true),
    /** Each image minus its own mean, divided by its own standard deviation, over all pixels and channels: brightness and contrast of an image tell nothing any more. */
    EACH_IMAGE(true, false),
    /** As {@link #PLUS_MINUS_ONE}, then images of low contrast are stretched: {@link Contrast#LIFTED}. */
    LIFTED(true, false),
    /** Features as they stand in their file. */
    AS_IS(false, true);

    private final boolean images;
    private final boolean features;

    Scaling(boolean images, boolean features) {
        this.images = images;
        this.features = features;
    }

    private boolean isFor(ExampleSet set) {
        return set instanceof FeatureSet ? features : images;
    }

    /** @throws DataException if it is not for what the set holds */
    void requireFor(ExampleSet set) {
        if (!isFor(set)) {
            throw new DataException("%s holds %s, which scaling %s is not for; take one of %s"
                    .formatted(
                            set.name(),
                            set instanceof FeatureSet ? "vectors of features" : "images",
                            this,
                            Arrays.stream(values())
                                    .filter(scaling -> scaling.isFor(set))
                                    .map(Scaling::name)
                                    .collect(Collectors.joining(", "))));
        }
    }
}
