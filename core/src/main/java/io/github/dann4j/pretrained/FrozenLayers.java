package io.github.dann4j.pretrained;

import io.github.dann4j.engine.Device;
import io.github.dann4j.engine.Layout;
import io.github.dann4j.engine.NativeLibraries;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.model.Block;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.Pass;
import io.github.dann4j.model.PlacedLayer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/**
 * The layers of a network with the weights of a file, in native memory, from an image to its features or to the maps
 * before the last stage. They never learn. May be used by several threads at once: as many images as there are compute threads are
 * computed at a time, each by one thread, so that the output of an image does not depend on that number.
 */
final class FrozenLayers implements AutoCloseable {
    /** Where the layers end. */
    public enum Output {
        /** Before the last stage: its input, row by row, one channel after the other. */
        MAPS,
        /** The means over all positions of the last maps. */
        FEATURES
    }

    private static final String BLOCK = "trunk";
    private static final long[] IMAGE = {3, Architecture.SIZE, Architecture.SIZE};

    static {
        NativeLibraries.load();
    }

    private final Block block;
    private final int columns;
    private final ExecutorService workers;

    /** @throws io.github.dann4j.model.ModelException if the file was changed since it was opened */
    public FrozenLayers(PretrainedWeights weights, Output output) {
        Architecture architecture = weights.architecture();

        this.block = Block.frozen(BLOCK, layers(architecture, output), IMAGE);
        try {
            weights.trunkInto(BLOCK, 0, Norms.FROZEN, block.parameters());
            if (output == Output.FEATURES) {
                weights.lastStageInto(BLOCK, architecture.trunk(Norms.FROZEN).size(), Norms.FROZEN, block.parameters());
            }
        } catch (RuntimeException e) {
            block.close();
            throw e;
        }
        this.columns = columns(block.outputShape());
        this.workers = workers(Threads.inUse());
    }

    /** Returns threads in which an operation uses one thread. */
    private static ExecutorService workers(int count) {
        CountDownLatch started = new CountDownLatch(count);
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(
                            () -> {
                                Threads.useOneHere();
                                started.countDown();
                                work.run();
                            },
                            "backbone");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.prestartAllCoreThreads();
        try {
            started.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // noticed at the first image
        }
        Threads.use(count);
        return pool;
    }

    private static List<Layer> layers(Architecture architecture, Output output) {
        return output == Output.MAPS ? architecture.trunk(Norms.FROZEN) : architecture.layers(Norms.FROZEN);
    }

    private static int columns(long[] shape) {
        long columns = 1;
        for (long side : shape) {
            columns *= side;
        }
        return Math.toIntExact(columns);
    }

    /** Returns the layers, to be written in other formats. */
    public List<PlacedLayer> placed() {
        return block.placed();
    }

    /** Returns the weights by name. */
    public Map<String, Tensor> weights() {
        return block.parameters();
    }

    /** Returns the number of values of an image's output. */
    public int columns() {
        return columns;
    }

    /**
     * Computes the output for one image.
     *
     * @param values normalised, {@code [3, 224, 224]}
     */
    public float[] output(float[] values) {
        if (values.length != 3 * Architecture.SIZE * Architecture.SIZE) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "expected 3 x 224 x 224 values, got %d", values.length));
        }
        try {
            return workers.submit(() -> computed(values)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while the features of an image were computed");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private float[] computed(float[] values) {
        try (PointerScope scope = new PointerScope();
                AutoGradMode noGradients = new AutoGradMode(false)) {
            Tensor image = Device.current().place(Tensors.ofFloats(values, 1, IMAGE[0], IMAGE[1], IMAGE[2]));
            Tensor output = block.forward(Layout.CHANNELS_LAST.of(image), Pass.evaluate(Domain.SOURCE));
            return Tensors.floats(output);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        block.close();
    }
}
