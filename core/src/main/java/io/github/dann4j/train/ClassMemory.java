package io.github.dann4j.train;

import io.github.dann4j.engine.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** A class for each example of a dataset, such as the predicted one, kept in a learner's checkpoints. */
public final class ClassMemory {
    private final Tensor classes; // int64 [examples]

    /**
     * Creates a memory of class 0 for every example.
     *
     * @param learner keeps the classes under the name "targetClasses" and frees them
     */
    public ClassMemory(Learner learner, int examples) {
        this.classes = learner.memory("targetClasses", new long[examples]);
    }

    /** Returns the class of each example. */
    public long[] get() {
        return Tensors.longs(classes);
    }

    /** Sets the class of each example. */
    public void set(long[] ofEach) {
        try (PointerScope scope = new PointerScope()) {
            classes.copy_(Tensors.ofLongs(ofEach, ofEach.length));
        }
    }
}
