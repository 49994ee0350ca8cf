package io.github.dann4j.data.prepare;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How stored values, 0 to 255 for images, become network inputs. A recorded choice. */
@PublicApi
public enum Scaling {
    /** x / 127.5 − 1: every value of an image is in [−1, 1], in the same way for every dataset. */
    PLUS_MINUS_ONE(true, false),
    /**
     * Subtracts the mean over both training sets, per channel for images on the scale 0 to 1 (the paper's "mean
     * subtraction", Ganin et al. 2016, §5.2) and per column for features.
     */
    MEAN_SUBTRACTION(true, true),
    /**
     * As {@link #MEAN_SUBTRACTION} for images, then multiplied by 2: black and white are 2 apart, as with
     * {@link #PLUS_MINUS_ONE}.
     */
    DOUBLED_MEAN_SUBTRACTION(true, false),
    /**
     * As {@link #MEAN_SUBTRACTION}, then divides by the standard deviation over both training sets, per channel or
     * column.
     */
    MEAN_SD(true, true),
    /**
     * Subtracts from each image its own mean and divides by its own standard deviation, over all pixels and channels.
     * The brightness and contrast of an image then carry no information.
     */
    EACH_IMAGE(true, false),
    /** As {@link #PLUS_MINUS_ONE}, then stretches images of low contrast; see {@link Contrast#LIFTED}. */
    LIFTED(true, false),
    /** Features as they are in their file. */
    AS_IS(false, true),
    /** With the mean and the standard deviation of the backbone that is trained as a whole, per channel. */
    BACKBONE(true, false);

    private final boolean images;
    private final boolean features;

    Scaling(boolean images, boolean features) {
        this.images = images;
        this.features = features;
    }

    private boolean isFor(ExampleSet set) {
        return set instanceof FeatureSet ? features : images;
    }

    /** @throws DataException if the scaling does not apply to this kind of data */
    void requireFor(ExampleSet set) {
        if (!isFor(set)) {
            throw new DataException("%s contains %s, to which scaling %s does not apply; use one of %s"
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
