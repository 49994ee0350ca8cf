package io.github.dann4j.toy;

import io.github.dann4j.engine.Tensors;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/** Prepares tests that count native objects. */
public final class NativeObjects {
    private NativeObjects() {}

    /**
     * Creates the few native objects that are kept for the whole process, and collects the garbage of earlier tests
     * now, so that it does not disappear while objects are counted.
     */
    public static void settle() throws InterruptedException {
        try (PointerScope scope = new PointerScope()) {
            Tensors.ofFloats(new float[1], 1);
        }
        long before;
        do {
            before = Pointer.totalCount();
            System.gc();
            Thread.sleep(100);
        } while (Pointer.totalCount() < before);
    }
}
