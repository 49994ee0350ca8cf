package io.github.dann4j.choose;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trained method as the choice sees it.
 *
 * @param method name of the method
 * @param seconds of its training
 * @param refused why it is not to be chosen, one sentence; null if it can be
 * @param figures by name: every validator of {@link io.github.dann4j.validate.Validators} on what was held out; and
 *     {@value #AGREEMENT}, {@value #CLASSES}, {@value #ENSEMBLE} and {@value #PLACE}. Empty if the training diverged
 */
public record Candidate(
        String method, double seconds, @Nullable String refused, Map<String, Double> figures) {
    /** Share of the held-out target that the method predicts as source only does. */
    public static final String AGREEMENT = "agreement";

    /** Share of the held-out target that the method predicts as the other candidates together do. */
    public static final String ENSEMBLE = "ensemble";

    /** Mean of the method's places by the validators that decide; 1 is the best. */
    public static final String PLACE = "place";

    /** Effective number of classes of the predictions on the held-out target, as a share of the source's. */
    public static final String CLASSES = "classes-in-use";

    public Candidate {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /**
     * Returns a figure.
     *
     * @throws IllegalArgumentException if the training diverged, or there is no such figure
     */
    public double figure(String name) {
        Double value = figures.get(name);
        if (value == null) {
            throw new IllegalArgumentException("%s has no figure '%s'".formatted(method, name));
        }
        return value;
    }

    Candidate withRefused(String reason) {
        return refused != null ? this : new Candidate(method, seconds, reason, figures);
    }

    Candidate with(String name, double value) {
        Map<String, Double> more = new LinkedHashMap<>(figures);
        more.put(name, value);
        return new Candidate(method, seconds, refused, more);
    }
}
