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

    private static final List<Validator> FAST = List.of(
            new SourceAccuracy(),
            new Entropy(),
            new Diversity(),
            new InformationMaximisation(),
            new NuclearNorm(),
            new ClassCorrelation(),
            new ClassAmi(),
            new NearestSource(),
            new MatrixNorm(),
            new ThresholdedConfidence(),
            new ConfidenceDifference());

    private Validators() {}

    /** Returns all validators in the order of their columns in a table. */
    public static List<Validator> all() {
        return ALL;
    }

    /**
     * Returns those that every training computes at its end, because together they take little time: about a second for
     * 1,000 examples of each domain with 256 features. They need neither mixed examples nor class weights. {@code snd}
     * is not among them, because it says little, and {@code v-measure} says the same as {@code class-ami}.
     */
    public static List<Validator> fast() {
        return FAST;
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
