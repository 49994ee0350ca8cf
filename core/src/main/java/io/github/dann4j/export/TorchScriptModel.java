package io.github.dann4j.export;

import static org.bytedeco.pytorch.global.torch.load;

import io.github.dann4j.data.image.ChannelOrder;
import io.github.dann4j.data.image.ImageTransform;
import io.github.dann4j.data.prepare.Contrast;
import io.github.dann4j.engine.NativeLibraries;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.PlacedLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolType;
import org.bytedeco.pytorch.ExtraFilesMap;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * A network as a TorchScript archive, which {@code torch.jit.load} reads, in Python and C++. Its {@code forward} takes
 * {@code images} or {@code features} and returns {@code probabilities}. The metadata are in the archive's extra file
 * {@value #METADATA}, a JSON object.
 *
 * <p>An instance is an archive that was read again, to be run here; it owns native memory.
 */
public final class TorchScriptModel implements AutoCloseable {
    /** Name of the extra file with the metadata. */
    public static final String METADATA = "dann4j.json";

    static {
        NativeLibraries.load();
    }

    private final JitModule module;

    private TorchScriptModel(JitModule module) {
        this.module = module;
    }

    /**
     * Returns the content of the archive.
     *
     * @param scratch a file that libtorch may write to; deleted before this method returns
     * @throws IOException if it cannot be written or read
     * @throws ModelException if the network has a backbone, which is not a network of libtorch
     */
    public static byte[] of(ExportedNetwork exported, Path scratch) throws IOException {
        if (exported.backbone() instanceof ExportedBackbone.Onnx) {
            throw new ModelException(
                    "the model has a backbone in the ONNX format, which cannot become a part of a TorchScript archive; use --format onnx");
        }
        try (PointerScope scope = new PointerScope()) {
            JitModule module = new JitModule(new org.bytedeco.pytorch.QualifiedName("__torch__.Classifier"));
            List<String> lines = new ArrayList<>();
            input(exported, module, lines);
            exported.layers().forEach(layer -> layer(exported, layer, module, lines));
            lines.add("return torch.softmax(x, 1)");
            module.define("def forward(self, " + exported.input() + "):\n    " + String.join("\n    ", lines) + "\n");
            // Every module of PyTorch has this attribute; PyTorch's tools, as torch.jit.freeze, read it.
            module.register_attribute(
                    "training", new Type.TypePtr(BoolType.get().access()), new IValue(false));
            module.eval();
            ExtraFilesMap extra = new ExtraFilesMap();
            extra.put(new BytePointer(METADATA), ExportedNetwork.json(exported.metadata()));
            module.save(scratch.toString(), extra);
            return Files.readAllBytes(scratch);
        } finally {
            Files.deleteIfExists(scratch);
        }
    }

    private static void input(ExportedNetwork exported, JitModule module, List<String> lines) {
        float[] shift = exported.shift();
        float[] scale = exported.scale();
        module.register_buffer("shift", Tensors.ofFloats(shift, shift.length));
        module.register_buffer("scale", Tensors.ofFloats(scale, scale.length));
        String normalised = "(%s.to(6) - self.shift) * self.scale".formatted(exported.input()); // 6: float32
        if (exported.backbone() instanceof ExportedBackbone.Layers first) {
            backbone(exported, first, module, lines);
            lines.add("x = (x - self.shift) * self.scale");
            return;
        }
        if (!exported.takesImages()) {
            lines.add("x = " + normalised);
            return;
        }
        lines.add("x = torch.permute(%s, [0, 3, 1, 2])".formatted(normalised));
        Contrast contrast = exported.normalisation().contrast();
        if (contrast == Contrast.KEPT) {
            return;
        }
        lines.add("mean = torch.mean(x, [1, 2, 3], True)");
        lines.add("x = x - mean");
        lines.add("deviation = torch.sqrt(torch.mean(x * x, [1, 2, 3], True))");
        lines.add(
                contrast == Contrast.STANDARDISED
                        ? text("x = x / torch.clamp_min(deviation, %s)", Contrast.FLAT)
                        : text(
                                "x = x * (%s / torch.clamp(deviation, %s, %s)) + mean",
                                Contrast.LIFTED_TO, Contrast.LIFTED_TO / Contrast.MOST_LIFT, Contrast.LIFTED_TO));
    }

    /** Adds lines that turn images into the features of a backbone, by the operations of {@code ImageTransform.values}. */
    private static void backbone(
            ExportedNetwork exported, ExportedBackbone.Layers first, JitModule module, List<String> lines) {
        ImageTransform transform = first.record().transform();
        float[] shift = new float[3];
        float[] scale = new float[3];
        for (int place = 0; place < shift.length; place++) {
            shift[place] = transform.shift(place);
            scale[place] = transform.scale(place);
        }
        module.register_buffer("image_shift", Tensors.ofFloats(shift, shift.length));
        module.register_buffer("image_scale", Tensors.ofFloats(scale, scale.length));
        lines.add("x = %s.to(6)".formatted(exported.input())); // 6: float32
        if (transform.order() == ChannelOrder.BGR) {
            lines.add("x = torch.flip(x, [3])");
        }
        lines.add("x = torch.permute((x - self.image_shift) * self.image_scale, [0, 3, 1, 2])");
        first.layers().forEach(layer -> layer(exported, layer, module, lines));
        lines.add("x = torch.flatten(x, 1, -1)");
    }

    /** Adds lines that apply the layer to {@code x}. */
    private static void layer(ExportedNetwork exported, PlacedLayer placed, JitModule module, List<String> lines) {
        Layer layer = placed.layer();
        String name = placed.name();
        if (layer instanceof Layer.Convolution conv) {
            boolean picks = picks(conv.kernel(), conv.padding(), conv.stride(), lines);
            lines.add(text(
                    "x = torch.conv2d(x, %1$s, %2$s, [%3$d, %3$d], [%4$d, %4$d], [1, 1], 1)",
                    parameter(exported, module, name + ".weight"),
                    parameter(exported, module, name + ".bias"),
                    picks ? 1 : conv.stride(),
                    conv.padding()));
        } else if (layer instanceof Layer.GroupedConvolution conv) {
            boolean picks = picks(conv.kernel(), conv.padding(), conv.stride(), lines);
            lines.add(text(
                    "x = torch.conv2d(x, %1$s, %2$s, [%3$d, %3$d], [%4$d, %4$d], [1, 1], %5$d)",
                    parameter(exported, module, name + ".weight"),
                    parameter(exported, module, name + ".bias"),
                    picks ? 1 : conv.stride(),
                    conv.padding(),
                    conv.groups()));
        } else if (layer instanceof Layer.ZeroPad pad) {
            lines.add(text("x = torch.constant_pad_nd(x, [%1$d, %2$d, %1$d, %2$d], 0)", pad.before(), pad.after()));
        } else if (layer instanceof Layer.Slow slow) {
            placed.inside(slow).forEach(inner -> layer(exported, inner, module, lines));
        } else if (layer instanceof Layer.Concatenation ways) {
            String variable = name.replace('.', '_');
            lines.add(variable + "_input = x");
            placed.first(ways).forEach(inner -> layer(exported, inner, module, lines));
            lines.add(variable + "_first = x");
            lines.add(text("x = %s_input", variable));
            placed.second(ways).forEach(inner -> layer(exported, inner, module, lines));
            lines.add(text("x = torch.cat([%s_first, x], 1)", variable));
        } else if (layer instanceof Layer.Residual residual) {
            String variable = name.replace('.', '_');
            lines.add(variable + "_input = x");
            placed.path(residual).forEach(inner -> layer(exported, inner, module, lines));
            lines.add(variable + "_path = x");
            lines.add(text("x = %s_input", variable));
            placed.shortcut(residual).forEach(inner -> layer(exported, inner, module, lines));
            lines.add(text("x = %s_path + x", variable));
        } else if (layer instanceof Layer.MaxPool pool) {
            lines.add(text(
                    "x = torch.max_pool2d(x, [%1$d, %1$d], [%2$d, %2$d], [0, 0], [1, 1], %3$s)",
                    pool.kernel(), pool.stride(), pool.ceil() ? "True" : "False"));
        } else if (layer instanceof Layer.GlobalAveragePool) {
            lines.add("x = torch.flatten(torch.adaptive_avg_pool2d(x, [1, 1]), 1, -1)");
        } else if (layer instanceof Layer.Flatten) {
            lines.add("x = torch.flatten(x, 1, -1)");
        } else if (layer instanceof Layer.Unflatten maps) {
            lines.add(text("x = torch.reshape(x, [-1, %d, %d, %d])", maps.channels(), maps.height(), maps.width()));
        } else if (layer instanceof Layer.Linear) {
            lines.add(text(
                    "x = torch.linear(x, %s, %s)",
                    parameter(exported, module, name + ".weight"), parameter(exported, module, name + ".bias")));
        } else if (layer instanceof Layer.Relu) {
            lines.add("x = torch.relu(x)");
        } else if (layer instanceof Layer.Relu6) {
            lines.add(text("x = torch.clamp(x, 0, %d)", Layer.Relu6.MOST));
        } else if (layer instanceof Layer.LeakyRelu leaky) {
            lines.add(text("x = torch.leaky_relu(x, %s)", leaky.slope()));
        } else if (layer instanceof Layer.BatchNorm) {
            lines.add(text(
                    "x = torch.batch_norm(x, %s, %s, %s, %s, False, 0., %s, False)",
                    parameter(exported, module, name + ".weight"),
                    parameter(exported, module, name + ".bias"),
                    buffer(exported, module, exported.statistic(name, "running_mean")),
                    buffer(exported, module, exported.statistic(name, "running_var")),
                    ExportedNetwork.NORM_EPSILON));
        } else if (layer instanceof Layer.InstanceNorm) {
            lines.add(text(
                    "x = torch.instance_norm(x, None, None, None, None, True, 0., %s, False)",
                    ExportedNetwork.NORM_EPSILON));
        } else if (!layer.draws()) {
            throw new IllegalStateException("no operator for " + layer);
        }
    }

    /** Selects the pixels that a kernel of one pixel visits, and returns whether it has done so. */
    private static boolean picks(int kernel, int padding, int stride, List<String> lines) {
        boolean picks = kernel == 1 && padding == 0 && stride > 1;
        if (picks) {
            // As a stride of the convolution, libtorch would compute it wrongly with channels last.
            lines.add(text("x = x[:, :, ::%1$d, ::%1$d]", stride));
        }
        return picks;
    }

    private static String text(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private static String parameter(ExportedNetwork exported, JitModule module, String name) {
        String plain = name.replace('.', '_');
        module.register_parameter(plain, copy(exported, name), false);
        return "self." + plain;
    }

    private static String buffer(ExportedNetwork exported, JitModule module, String name) {
        String plain = name.replace('.', '_');
        module.register_buffer(plain, copy(exported, name));
        return "self." + plain;
    }

    private static Tensor copy(ExportedNetwork exported, String name) {
        return exported.tensor(name)
                .detach()
                .contiguous(MemoryFormat.Contiguous)
                .clone();
    }

    /** Reads an archive. */
    public static TorchScriptModel read(Path file) {
        try (PointerScope scope = new PointerScope()) {
            JitModule module = load(file.toString());
            module.retainReference();
            return new TorchScriptModel(module);
        }
    }

    /**
     * Runs a network that takes images.
     *
     * @param images uint8 {@code [n, size, size, channels]}
     * @param shape these four
     * @return one row per image
     */
    public float[][] probabilities(byte[] images, long... shape) {
        try (PointerScope scope = new PointerScope()) {
            return probabilities(Tensors.ofBytes(images, shape));
        }
    }

    /**
     * Runs a network that takes features.
     *
     * @param features float32 {@code [n, columns]}
     * @param shape these two
     * @return one row per example
     */
    public float[][] probabilities(float[] features, long... shape) {
        try (PointerScope scope = new PointerScope()) {
            return probabilities(Tensors.ofFloats(features, shape));
        }
    }

    private float[][] probabilities(Tensor input) {
        try (AutoGradMode noGradients = new AutoGradMode(false)) {
            return Tensors.rows(
                    module.forward(new IValueVector(new IValue(input))).toTensor());
        }
    }

    @Override
    public void close() {
        module.releaseReference();
    }
}
