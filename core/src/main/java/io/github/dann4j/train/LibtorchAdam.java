package io.github.dann4j.train;

import io.github.dann4j.engine.Tensors;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.ArchiveWriter;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.OptimizerOptions;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** libtorch's Adam. */
final class LibtorchAdam implements ParameterOptimizer {
    private static final double UNSET = 1; // the schedule sets the rate before the first step

    private static final String ARCHIVE = "adam";

    private final Adam optimizer;

    LibtorchAdam(OptimizerSettings.Adam settings, Collection<Tensor> parameters) {
        try (PointerScope scope = new PointerScope()) {
            AdamOptions options = new AdamOptions(UNSET);
            setBetas(options.betas(), settings);
            options.weight_decay().put(settings.weightDecay());
            TensorVector vector = new TensorVector(parameters.toArray(Tensor[]::new));
            this.optimizer = new Adam(vector, options).retainReference();
        }
    }

    /**
     * The presets show the pair of betas as raw memory of a C++ tuple, whose order is the C++ library's own: GNU's puts the
     * last element first. The defaults, 0.9 and 0.999, tell which place is whose.
     */
    private static void setBetas(DoublePointer betas, OptimizerSettings.Adam settings) {
        int first = betas.get(0) < betas.get(1) ? 0 : 1;
        betas.put(first, settings.beta1()).put(1 - first, settings.beta2());
    }

    @Override
    public void learningRate(double rate) {
        try (PointerScope scope = new PointerScope()) {
            OptimizerOptions options = optimizer.param_groups().get(0).options();
            options.set_lr(rate);
        }
    }

    @Override
    public void zeroGradients() {
        optimizer.zero_grad();
    }

    @Override
    public void step() {
        optimizer.step();
    }

    /**
     * {@code adam}: the archive, as uint8 values, in which libtorch writes its optimizers. The presets show the moments and
     * the count of updates in no other way.
     */
    @Override
    public Map<String, Tensor> state() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PointerScope scope = new PointerScope()) {
            OutputArchive archive = new OutputArchive();
            optimizer.save(archive);
            archive.save_to(new ArchiveWriter() {
                @Override
                public long call(Pointer data, long size) {
                    byte[] part = new byte[Math.toIntExact(size)];
                    new BytePointer(data).get(part);
                    bytes.writeBytes(part);
                    return size;
                }
            });
        }
        return Map.of(ARCHIVE, Tensors.ofBytes(bytes.toByteArray(), bytes.size()));
    }

    @Override
    public void restore(Map<String, Tensor> state) {
        Tensor bytes = state.get(ARCHIVE);
        if (bytes == null || state.size() != 1) {
            throw new IllegalArgumentException("the optimizer keeps [%s], got %s".formatted(ARCHIVE, state.keySet()));
        }
        try (PointerScope scope = new PointerScope()) {
            InputArchive archive = new InputArchive();
            archive.load_from(new BytePointer(bytes.data_ptr()), bytes.numel());
            optimizer.load(archive);
        }
    }

    @Override
    public void close() {
        optimizer.releaseReference();
    }
}
