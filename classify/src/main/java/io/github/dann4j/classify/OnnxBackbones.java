package io.github.dann4j.classify;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.dann4j.backbone.Backbone;
import io.github.dann4j.backbone.BackboneException;
import io.github.dann4j.backbone.BackboneProvider;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.backbone.Pooling;
import io.github.dann4j.backbone.Provenance;
import io.github.dann4j.data.image.ImageTransform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Opens any network in the ONNX format that takes one image as float32 {@code [n, 3, h, w]} or {@code [n, h, w, 3]}.
 *
 * <p>How an image is prepared for its input comes from the name, then from the metadata of the file
 * ({@link ImageTransform#METADATA_KEY}, and ONNX's own {@code Image.BitmapPixelFormat} and
 * {@code Image.NominalPixelRange}), then from the shape of the input, then from {@link ImageTransform#IMAGENET}, which
 * is noted.
 */
public final class OnnxBackbones implements BackboneProvider {
    private static final int CHANNELS = 3;

    @Override
    public List<String> kinds() {
        return List.of("onnx");
    }

    @Override
    public Backbone open(String kind, Path file, @Nullable String output, Map<String, String> parts) {
        OnnxFile content = OnnxFile.read(file);
        OrtSession session = OnnxRuntime.session(file);
        try {
            List<String> notes = new ArrayList<>();
            Map.Entry<String, NodeInfo> input = onlyInput(file, session);
            long[] shape = imageShape(file, input);
            boolean channelsFirst = shape[1] == CHANNELS;
            String wanted = output(file, session, output);
            Pooling pooling = pooling(file, session, wanted, notes);
            ImageTransform transform = transform(file, session, shape, channelsFirst, parts, notes);
            OnnxBackbone backbone =
                    new OnnxBackbone(session, input.getKey(), wanted, pooling, channelsFirst, transform);
            int columns = backbone.run(new byte[transform.size() * transform.size() * CHANNELS], file).length;
            return backbone.of(
                    new BackboneRecord(
                            file.toAbsolutePath().normalize().toString(),
                            content.sha256(),
                            wanted,
                            pooling,
                            columns,
                            transform,
                            Provenance.of(session.getMetadata().getCustomMetadata())),
                    notes);
        } catch (OrtException e) {
            OnnxRuntime.close(session);
            throw new BackboneException("%s: %s".formatted(file, OnnxRuntime.reason(e)), e);
        } catch (RuntimeException e) {
            OnnxRuntime.close(session);
            throw e;
        }
    }

    private static Map.Entry<String, NodeInfo> onlyInput(Path file, OrtSession session) throws OrtException {
        Map<String, NodeInfo> inputs = session.getInputInfo();
        if (inputs.size() != 1) {
            throw new BackboneException(String.format(
                    Locale.ROOT,
                    "%s: has %d inputs (%s); a backbone takes one image and nothing else",
                    file,
                    inputs.size(),
                    String.join(", ", inputs.keySet())));
        }
        return inputs.entrySet().iterator().next();
    }

    private static long[] imageShape(Path file, Map.Entry<String, NodeInfo> input) {
        if (input.getValue().getInfo() instanceof TensorInfo tensor) {
            long[] shape = tensor.getShape();
            boolean plain = tensor.type == OnnxJavaType.FLOAT
                    && shape.length == 4
                    && (shape[1] == CHANNELS || shape[3] == CHANNELS)
                    && (shape[0] < 0 || shape[0] == 1);
            if (plain) {
                boolean first = shape[1] == CHANNELS;
                long height = shape[first ? 2 : 1];
                long width = shape[first ? 3 : 2];
                if (height == width || height < 0 || width < 0) {
                    return shape;
                }
            }
            throw new BackboneException(
                    "%s: its input '%s' is %s %s; a backbone takes float32 [n, 3, h, h] or [n, h, h, 3] with n free or 1"
                            .formatted(
                                    file,
                                    input.getKey(),
                                    tensor.type.toString().toLowerCase(Locale.ROOT),
                                    dimensions(shape)));
        }
        throw new BackboneException("%s: its input '%s' is not a tensor".formatted(file, input.getKey()));
    }

    private static String output(Path file, OrtSession session, @Nullable String wanted) throws OrtException {
        Map<String, NodeInfo> outputs = session.getOutputInfo();
        String all = outputs.entrySet().stream()
                .map(one -> one.getKey()
                        + (one.getValue().getInfo() instanceof TensorInfo tensor
                                ? " " + dimensions(tensor.getShape())
                                : ""))
                .collect(Collectors.joining(", "));
        if (wanted == null && outputs.size() > 1) {
            throw new BackboneException(String.format(
                    Locale.ROOT,
                    "%s: has %d outputs (%s); choose one: onnx:%s#%s",
                    file,
                    outputs.size(),
                    all,
                    file,
                    outputs.keySet().iterator().next()));
        } else if (wanted != null && !outputs.containsKey(wanted)) {
            throw new BackboneException("%s: has no output '%s'; it has %s".formatted(file, wanted, all));
        }
        return wanted == null ? outputs.keySet().iterator().next() : wanted;
    }

    private static Pooling pooling(Path file, OrtSession session, String output, List<String> notes)
            throws OrtException {
        if (!(Objects.requireNonNull(session.getOutputInfo().get(output)).getInfo() instanceof TensorInfo tensor)
                || tensor.type != OnnxJavaType.FLOAT) {
            throw new BackboneException(
                    "%s: its output '%s' is not float32; a backbone gives numbers".formatted(file, output));
        }
        long[] shape = tensor.getShape();
        if (shape.length == 2) {
            return Pooling.NONE;
        } else if (shape.length == 4 && shape[2] == 1 && shape[3] == 1) {
            return Pooling.NONE;
        } else if (shape.length == 4) {
            notes.add("%s: its output '%s' is maps %s, whose means are the features"
                    .formatted(file, output, dimensions(shape)));
            return Pooling.MEAN;
        } else if (shape.length == 3) {
            notes.add("%s: its output '%s' is tokens %s, of which the first one is the features"
                    .formatted(file, output, dimensions(shape)));
            return Pooling.FIRST;
        }
        throw new BackboneException(
                "%s: its output '%s' is %s; a backbone gives [n, c], maps [n, c, h, w] or tokens [n, tokens, c]"
                        .formatted(file, output, dimensions(shape)));
    }

    private static ImageTransform transform(
            Path file,
            OrtSession session,
            long[] shape,
            boolean channelsFirst,
            Map<String, String> parts,
            List<String> notes)
            throws OrtException {
        Map<String, String> metadata = session.getMetadata().getCustomMetadata();
        long side = Math.max(shape[channelsFirst ? 2 : 1], shape[channelsFirst ? 3 : 2]);
        try {
            Map<String, String> known = new LinkedHashMap<>();
            if (side > 0) {
                known.put("size", Long.toString(side));
            }
            known.putAll(ofMetadata(metadata));
            known.putAll(parts);
            ImageTransform transform = ImageTransform.IMAGENET.with(known);
            if (side > 0 && transform.size() != side) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "its input has a side of %d pixels, got size=%d", side, transform.size()));
            }
            String assumed = List.of("size", "mean", "sd").stream()
                    .filter(key -> !known.containsKey(key) && !(key.equals("sd") && known.containsKey("std")))
                    .collect(Collectors.joining(", "));
            if (!assumed.isEmpty()) {
                notes.add(
                        "%s: does not say what it expects, so the usual values of ImageNet are assumed for %s: %s; give others as onnx:FILE?mean=0.5,sd=0.5"
                                .formatted(file, assumed, transform.text()));
            }
            return transform;
        } catch (IllegalArgumentException e) {
            throw new BackboneException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** What the metadata says, by the keys of a transform. */
    private static Map<String, String> ofMetadata(Map<String, String> metadata) {
        Map<String, String> known = new LinkedHashMap<>();
        String format = metadata.getOrDefault("Image.BitmapPixelFormat", "");
        if (format.startsWith("Rgb") || format.startsWith("Bgr")) {
            known.put("order", format.substring(0, 3).toLowerCase(Locale.ROOT));
        }
        switch (metadata.getOrDefault("Image.NominalPixelRange", "")) {
            case "NominalRange_0_255" -> known.putAll(Map.of("range", "255", "mean", "0", "sd", "1"));
            case "Normalized_0_1" -> known.putAll(Map.of("range", "1", "mean", "0", "sd", "1"));
            case "Normalized_1_1" -> known.putAll(Map.of("range", "1", "mean", "0.5", "sd", "0.5"));
            default -> {
                // Nothing is said of the range.
            }
        }
        if (metadata.containsKey(ImageTransform.METADATA_KEY)) {
            known.putAll(ImageTransform.parts(metadata.get(ImageTransform.METADATA_KEY)));
        }
        return known;
    }

    private static String dimensions(long[] shape) {
        return Arrays.stream(shape)
                .mapToObj(one -> one < 0 ? "?" : Long.toString(one))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
