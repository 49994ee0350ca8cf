package io.github.dann4j.tensorboard;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.github.dann4j.files.FileException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The events of one run in TensorBoard's format, written as they happen: its messages {@code Event}, {@code Summary},
 * {@code HistogramProto} and {@code Summary.Image}, whose field numbers are below.
 *
 * <p>TensorBoard reads any file whose name contains {@code tfevents}. This file is always called {@value #NAME}, so
 * that a run that is repeated in the same folder replaces its events instead of mixing with them.
 */
public final class EventFile implements Closeable {
    /** Name of the file in the run's folder. */
    public static final String NAME = "events.out.tfevents.dann4j";

    private static final String VERSION = "brain.Event:2";

    /** Fields of {@code Event}. */
    private static final int WALL_TIME = 1;

    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;

    /** Field of {@code Summary}. */
    private static final int VALUE = 1;

    /** Fields of {@code Summary.Value}. */
    private static final int TAG = 1;

    private static final int SIMPLE_VALUE = 2;
    private static final int IMAGE = 4;
    private static final int HISTOGRAM = 5;

    /** Fields of {@code Summary.Image}. */
    private static final int HEIGHT = 1;

    private static final int WIDTH = 2;
    private static final int COLOUR_SPACE = 3;
    private static final int ENCODED = 4;
    private static final int RGB = 3;

    /** Fields of {@code HistogramProto}. */
    private static final int MIN = 1;

    private static final int MAX = 2;
    private static final int NUM = 3;
    private static final int SUM = 4;
    private static final int SUM_SQUARES = 5;
    private static final int BUCKET_LIMIT = 6;
    private static final int BUCKET = 7;

    private final RecordFile records;

    /** Writes the fields of a message. */
    @FunctionalInterface
    private interface Message {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private EventFile(RecordFile records) {
        this.records = records;
    }

    /**
     * Starts the events of a run in its folder; older ones are deleted.
     *
     * @throws FileException if the file cannot be written
     */
    public static EventFile in(Path folder) {
        return in(folder, 0);
    }

    /**
     * Continues the events of a run in its folder.
     *
     * @param kept number of bytes to keep, as returned by {@link #length}; if the file has fewer, it starts again
     * @throws FileException if the file cannot be written
     */
    public static EventFile in(Path folder, long kept) {
        Path path = folder.resolve(NAME);
        EventFile file = new EventFile(new RecordFile(path, path.toFile().length() < kept ? 0 : kept));
        if (file.length() == 0) {
            file.event(0, out -> out.writeString(FILE_VERSION, VERSION));
        }
        return file;
    }

    /** The size in bytes: a position from which the run can continue. */
    public long length() {
        return records.length();
    }

    /**
     * Writes values at a step, by their tags; {@code a/b} is drawn as b in the group a. Values that are not finite are
     * left out.
     *
     * @throws FileException if the file can no longer be written
     */
    public void scalars(long step, Map<String, Double> values) {
        event(
                step,
                event -> nested(event, SUMMARY, summary -> {
                    for (Map.Entry<String, Double> scalar : values.entrySet()) {
                        if (Double.isFinite(scalar.getValue())) {
                            nested(summary, VALUE, value -> {
                                value.writeString(TAG, scalar.getKey());
                                value.writeFloat(SIMPLE_VALUE, scalar.getValue().floatValue());
                            });
                        }
                    }
                }));
    }

    /**
     * Writes a histogram of values at a step.
     *
     * @throws FileException if the file can no longer be written
     */
    public void histogram(long step, String tag, Histogram histogram) {
        value(step, value -> {
            value.writeString(TAG, tag);
            nested(value, HISTOGRAM, out -> {
                out.writeDouble(MIN, histogram.min());
                out.writeDouble(MAX, histogram.max());
                out.writeDouble(NUM, (double) histogram.count());
                out.writeDouble(SUM, histogram.sum());
                out.writeDouble(SUM_SQUARES, histogram.sumOfSquares());
                packed(out, BUCKET_LIMIT, histogram.limits());
                packed(out, BUCKET, histogram.counts());
            });
        });
    }

    /**
     * Writes an image at a step.
     *
     * @param png the image as a PNG file, of {@code width} x {@code height} pixels in RGB
     * @throws FileException if the file can no longer be written
     */
    public void image(long step, String tag, byte[] png, int width, int height) {
        value(step, value -> {
            value.writeString(TAG, tag);
            nested(value, IMAGE, out -> {
                out.writeInt32(HEIGHT, height);
                out.writeInt32(WIDTH, width);
                out.writeInt32(COLOUR_SPACE, RGB);
                out.writeByteArray(ENCODED, png);
            });
        });
    }

    private void value(long step, Message value) {
        event(step, event -> nested(event, SUMMARY, summary -> nested(summary, VALUE, value)));
    }

    private void event(long step, Message content) {
        records.append(bytes(out -> {
            out.writeDouble(WALL_TIME, System.currentTimeMillis() / 1000.0);
            out.writeInt64(STEP, step);
            content.writeTo(out);
        }));
    }

    private static void nested(CodedOutputStream out, int field, Message message) throws IOException {
        out.writeBytes(field, ByteString.copyFrom(bytes(message))); // a nested message is encoded like bytes
    }

    private static void packed(CodedOutputStream out, int field, double[] values) throws IOException {
        out.writeBytes(field, ByteString.copyFrom(bytes(numbers -> {
            for (double value : values) {
                numbers.writeDoubleNoTag(value);
            }
        })));
    }

    private static byte[] bytes(Message message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            message.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        records.close();
    }
}
