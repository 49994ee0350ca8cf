package io.github.dann4j.classify;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.dann4j.backbone.Backbone;
import io.github.dann4j.backbone.BackboneException;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.backbone.Pooling;
import io.github.dann4j.data.image.ImageTransform;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A network in ONNX Runtime that turns one image at a time into features. */
final class OnnxBackbone implements Backbone {
    private final OrtSession session;
    private final String input;
    private final String output;
    private final Pooling pooling;
    private final boolean channelsFirst;
    private final ImageTransform transform;
    private @Nullable BackboneRecord record;
    private List<String> notes = List.of();

    OnnxBackbone(
            OrtSession session,
            String input,
            String output,
            Pooling pooling,
            boolean channelsFirst,
            ImageTransform transform) {
        this.session = session;
        this.input = input;
        this.output = output;
        this.pooling = pooling;
        this.channelsFirst = channelsFirst;
        this.transform = transform;
    }

    /** Adds what is known only after a first run. */
    OnnxBackbone of(BackboneRecord what, List<String> remarks) {
        this.record = what;
        this.notes = List.copyOf(remarks);
        return this;
    }

    @Override
    public BackboneRecord record() {
        return Objects.requireNonNull(record);
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public float[] features(byte[] pixels) {
        return run(pixels, Path.of(record().file()));
    }

    float[] run(byte[] pixels, Path file) {
        return run(transform.values(pixels, channelsFirst), transform.size(), file);
    }

    /** Runs values that need not come from an image. */
    float[] run(float[] values, int side, Path file) {
        long[] shape = channelsFirst ? new long[] {1, 3, side, side} : new long[] {1, side, side, 3};
        try (OnnxTensor image = OnnxTensor.createTensor(OnnxRuntime.environment(), FloatBuffer.wrap(values), shape);
                OrtSession.Result result = session.run(Map.of(input, image), Set.of(output))) {
            OnnxValue value = result.get(0);
            OnnxTensor tensor = (OnnxTensor) value;
            float[] row = pooled(tensor.getFloatBuffer(), tensor.getInfo().getShape(), file);
            for (float one : row) {
                if (!Float.isFinite(one)) {
                    throw new BackboneException(
                            "%s: a feature of an image is not finite; check mean and sd of its input".formatted(file));
                }
            }
            return row;
        } catch (OrtException e) {
            throw new BackboneException("%s: ONNX Runtime cannot run it: %s".formatted(file, OnnxRuntime.reason(e)), e);
        }
    }

    private float[] pooled(FloatBuffer values, long[] shape, Path file) {
        float[] all = new float[values.remaining()];
        values.get(all);
        int columns =
                (int) (pooling == Pooling.FIRST && shape.length == 3 ? shape[2] : shape.length < 2 ? 0 : shape[1]);
        if (all.length == 0 || columns == 0 || shape[0] != 1) {
            throw new BackboneException("%s: its output '%s' is %s for one image; a backbone gives one row"
                    .formatted(file, output, Arrays.toString(shape)));
        }
        if (pooling != Pooling.MEAN) {
            return Arrays.copyOf(all, columns);
        }
        int places = all.length / columns;
        float[] means = new float[columns];
        for (int c = 0; c < columns; c++) {
            double sum = 0;
            for (int i = 0; i < places; i++) {
                sum += all[c * places + i];
            }
            means[c] = (float) (sum / places);
        }
        return means;
    }

    @Override
    public void close() {
        OnnxRuntime.close(session);
    }
}
