package io.github.dann4j.experiment;

import io.github.dann4j.adapt.AdaBn;
import io.github.dann4j.adapt.AdaptationMethod;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.model.DannNetwork;
import io.github.dann4j.train.TrainingSettings;
import java.util.Arrays;

/** The methods by the names that users write and results record. */
public enum MethodName {
    /** Training on the labelled source alone: the lower bound. */
    SOURCE_ONLY("source-only", "Source only", false),
    /** Source only, tested with the target's own batch statistics: the honest baseline. */
    ADABN("adabn", "AdaBN", false),
    /** Domain-adversarial training. */
    DANN("dann", "DANN", true),
    /** Training on the labelled target: the upper bound, out of reach without target labels. */
    TARGET_ONLY("target-only", "Train on target", false);

    private final String label;
    private final String title;
    private final boolean usesTarget;

    MethodName(String label, String title, boolean usesTarget) {
        this.label = label;
        this.title = title;
        this.usesTarget = usesTarget;
    }

    /** The method of a label in results. */
    public static MethodName of(String label) {
        return Arrays.stream(values())
                .filter(method -> method.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no method '%s'; there are %s".formatted(label, Arrays.toString(values()))));
    }

    /** As users write it. */
    public String label() {
        return label;
    }

    /** As people read it in tables and pictures. */
    public String title() {
        return title;
    }

    /** Whether its updates use unlabelled target images, as {@link AdaptationMethod#usesTarget} says of the method itself. */
    public boolean usesTarget() {
        return usesTarget;
    }

    /** Whether the method has a domain classifier. */
    public boolean hasDomainClassifier() {
        return this == DANN;
    }

    /** The method on a fresh network, which must outlive it. */
    AdaptationMethod on(DannNetwork network, TrainingSettings training, Recipe recipe) {
        return switch (this) {
            case SOURCE_ONLY, TARGET_ONLY -> new SourceOnly(network, training);
            case ADABN -> new AdaBn(network, training);
            case DANN -> new Dann(network, training, recipe.dann());
        };
    }

    @Override
    public String toString() {
        return label;
    }
}
