package io.github.dann4j.toy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A source and a target of noise for tests, the target brighter than the source. */
public abstract class TwoDomains {
    private final int classes;
    protected ToyImages source;
    protected ToyImages target;

    /** @param classes that both domains have */
    protected TwoDomains(int classes) {
        this.classes = classes;
    }

    @BeforeEach
    void open() {
        source = ToyImages.noise(30, classes, 0, 1);
        target = ToyImages.noise(42, classes, 50, 2);
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }
}
