package io.github.dann4j.validate;

import io.github.dann4j.failure.NearestName;
import java.util.List;
import java.util.Locale;

/** All validators, by name. */
public final class Validators {
    private static final List<Validator> ALL = List.of(
            new SourceAccuracy(),
            new Entropy(),
            new Diversity(),
            new InformationMaximisation(),
            new NuclearNorm(),
            new ClassCorrelation(),
            new NeighbourhoodDensity(),
            new MeanDiscrepancy(),
            new VMeasure(),
            new ClassAmi(),
            new NearestSource(),
            new RankMe(),
            new MatrixNorm(),
            new ThresholdedConfidence(),
            new ConfidenceDifference(),
            new Iwv(),
            new Dev(),
            new Devn(),
            new MixVal(),
            new TransferScore());

    private Validators() {}

    /** Returns all validators in the order of their columns in a table. */
    public static List<Validator> all() {
        return ALL;
    }

    /**
     * Returns the validator of this name.
     *
     * @throws IllegalArgumentException if there is none; the message suggests the nearest name
     */
    public static Validator named(String name) {
        List<String> names = ALL.stream().map(Validator::name).toList();
        return ALL.stream()
                .filter(validator -> validator.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "unknown validator '%s'; nearest: %s; known: %s",
                        name,
                        NearestName.of(name, names),
                        String.join(", ", names))));
    }
}
