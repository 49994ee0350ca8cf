package io.github.dann4j.classify;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.dann4j.api.PublicApi;
import io.github.dann4j.backbone.BackboneException;
import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.data.image.ImageException;
import io.github.dann4j.data.image.ImageTransform;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Classifies image files with a model that {@code dann4j export --format onnx} wrote of a training with a backbone: one file
 * with everything from the pixels to the probabilities. Needs ONNX Runtime and no libtorch. Images are brought to the
 * model's input by the code of the training, as the file's metadata says.
 *
 * <p>May be used by several threads; each call uses one.
 */
@PublicApi
public final class Classifier implements AutoCloseable {
    /** Key of the class names in the metadata, a JSON array. */
    private static final String CLASSES = "classes";

    private static final String INPUT = "images";
    private static final String OUTPUT = "probabilities";

    private final Path file;
    private final OrtSession session;
    private final List<String> classNames;
    private final ImageTransform transform;

    private Classifier(Path file, OrtSession session, List<String> classNames, ImageTransform transform) {
        this.file = file;
        this.session = session;
        this.classNames = List.copyOf(classNames);
        this.transform = transform;
    }

    /**
     * Opens a model.
     *
     * @throws ClassifierException if there is no such file, or it is not such a model
     */
    public static Classifier open(Path onnx) {
        if (!Files.isRegularFile(onnx)) {
            throw new ClassifierException("%s: no such file".formatted(onnx));
        }
        OrtSession session;
        try {
            session = OnnxRuntime.session(onnx);
        } catch (BackboneException e) {
            throw new ClassifierException(String.valueOf(e.getMessage()), e);
        }
        try {
            Map<String, String> metadata = session.getMetadata().getCustomMetadata();
            String transform = metadata.get(ImageTransform.METADATA_KEY);
            String classes = metadata.get(CLASSES);
            if (transform == null
                    || classes == null
                    || !session.getInputNames().equals(Set.of(INPUT))
                    || !session.getOutputNames().contains(OUTPUT)) {
                throw new IllegalArgumentException(
                        "not a model for photographs that dann4j exported: it lacks an input 'images', an output 'probabilities', or 'transform' or 'classes' in its metadata");
            }
            return new Classifier(onnx, session, TextList.of(classes), ImageTransform.of(transform));
        } catch (OrtException e) {
            OnnxRuntime.close(session);
            throw new ClassifierException("%s: %s".formatted(onnx, OnnxRuntime.reason(e)), e);
        } catch (IllegalArgumentException e) {
            OnnxRuntime.close(session);
            throw new ClassifierException("%s: %s".formatted(onnx, e.getMessage()), e);
        }
    }

    /** The names of the classes in label order. */
    public List<String> classNames() {
        return classNames;
    }

    /** How an image is prepared for the model's input. */
    public ImageTransform transform() {
        return transform;
    }

    /**
     * Classifies an image file: PNG, JPEG, GIF, BMP or PPM, of any size.
     *
     * @throws ClassifierException if it cannot be read, or is not an image
     */
    public Classification classify(Path image) {
        try {
            return classify(DecodedImage.read(image));
        } catch (ImageException e) {
            throw new ClassifierException("%s: %s".formatted(image, e.getMessage()), e);
        }
    }

    /** Classifies an image of any size. */
    public Classification classify(DecodedImage image) {
        byte[] pixels = transform.pixels(image);
        ByteBuffer bytes = ByteBuffer.allocateDirect(pixels.length).put(pixels).flip();
        long[] shape = {1, transform.size(), transform.size(), 3};
        try (OnnxTensor input = OnnxTensor.createTensor(OnnxRuntime.environment(), bytes, shape, OnnxJavaType.UINT8);
                OrtSession.Result result = session.run(Map.of(INPUT, input), Set.of(OUTPUT))) {
            float[][] rows = (float[][]) result.get(0).getValue();
            return new Classification(classNames, rows[0]);
        } catch (OrtException e) {
            throw new ClassifierException(
                    "%s: ONNX Runtime cannot run it: %s".formatted(file, OnnxRuntime.reason(e)), e);
        } catch (IllegalArgumentException e) {
            throw new ClassifierException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        OnnxRuntime.close(session);
    }
}
