package io.github.dann4j.paper.image;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import java.util.List;

/** A row of the paper's table 2. */
public enum ImageMethod {
    /** Trained on the source alone. */
    SOURCE_ONLY("source only", SourceOnly.TYPE),
    /** Subspace alignment of the last hidden layer of the network that was trained on the source alone. */
    SUBSPACE_ALIGNMENT("SA", SourceOnly.TYPE),
    /** The paper's method. */
    DANN("DANN", Dann.TYPE),
    /** Trained on the labelled target, an upper bound. */
    TRAIN_ON_TARGET("train on target", SourceOnly.ON_TARGET);

    private final String title;
    private final MethodType<?> training;

    ImageMethod(String title, MethodType<?> training) {
        this.title = title;
        this.training = training;
    }

    /** The name in tables. */
    public String title() {
        return title;
    }

    /** The training that gives the row its network. */
    MethodType<?> training() {
        return training;
    }

    /** The trainings of a pair, each once, in the order in which they are made. */
    static List<MethodType<?>> trainings() {
        return List.of(SourceOnly.TYPE, Dann.TYPE, SourceOnly.ON_TARGET);
    }
}
