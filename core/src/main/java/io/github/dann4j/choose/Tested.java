package io.github.dann4j.choose;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the candidates of an adaptation are worth, measured on labelled test examples of the target after the verdict.
 *
 * @param accuracies by the name of the method, in [0, 1]
 */
public record Tested(@JsonValue Map<String, Double> accuracies) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Tested {
        accuracies = Collections.unmodifiableMap(new LinkedHashMap<>(accuracies));
        accuracies.forEach((method, accuracy) -> {
            if (!(0 <= accuracy && accuracy <= 1)) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "the accuracy of %s must be from 0 to 1, got %s", method, accuracy));
            }
        });
    }
}
