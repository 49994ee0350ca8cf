package io.github.dann4j.data.extract;

import io.github.dann4j.backbone.Backbone;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.ImageFiles;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.data.image.ImageException;
import io.github.dann4j.data.image.ImageTransform;
import io.github.dann4j.data.store.RowStore;
import io.github.dann4j.data.store.StorageSpace;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Computes the features of images with a frozen backbone; of a backbone that is trained as a whole, only brings the images
 * to its input, uint8 {@code [size, size, 3]}, in place of features. Each image is processed alone, by one thread, from its file
 * to its features; several threads work at once. So the features of an image depend on nothing else, and the memory
 * needed is that of the features and of one image per thread.
 *
 * @param backbone the network; the caller closes it
 * @param listener receives the progress
 */
public record ImageFeatures(Backbone backbone, ExtractionListener listener) {
    /** Images whose features are computed before they are written to disk. */
    private static final int CHUNK = 64;

    /** Where an image comes from. */
    public interface Source {
        /** Returns what identifies the content of an image. */
        byte[] identity(int number);

        DecodedImage image(int number) throws IOException, ImageException;
    }

    /**
     * Features of images.
     *
     * @param rows of the images that could be read, in their order; little-endian float32, or pixels; null
     *     if none could be read; the caller closes them
     * @param used numbers of these images
     * @param remarks why images could not be read, and others; empty for the other images
     */
    public record Extracted(@Nullable RowStore rows, int[] used, String[] remarks) {}

    /**
     * Computes the features of images, or reads them from disk.
     *
     * @param name for the listener
     * @param space for the rows; its folder also keeps them for the next time
     * @throws io.github.dann4j.backbone.BackboneException if the network fails
     */
    public Extracted of(String name, StorageSpace space, int count, Source source) {
        if (count == 0) {
            return new Extracted(null, new int[0], new String[0]);
        }
        RowStore rows = RowStore.of(count, rowBytes(), space);
        try {
            return filled(rows, name, space, count, source);
        } catch (RuntimeException | Error e) {
            rows.close();
            throw e;
        }
    }

    private Extracted filled(RowStore rows, String name, StorageSpace space, int count, Source source) {
        boolean[] present = new boolean[count];
        String[] remarks = new String[count];
        Map<ByteBuffer, List<Integer>> wanted = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            remarks[i] = "";
            wanted.computeIfAbsent(ByteBuffer.wrap(sha256().digest(source.identity(i))), key -> new ArrayList<>())
                    .add(i);
        }
        FeatureCache store = new FeatureCache(space.folder(), backbone.record().key(), rowBytes());
        Map<ByteBuffer, List<Integer>> missing = new LinkedHashMap<>(wanted);
        store.read(new HashMap<>(wanted), (numbers, values) -> put(rows, numbers, values, present));
        missing.values().removeIf(numbers -> present[numbers.get(0)]);
        List<Map.Entry<ByteBuffer, List<Integer>>> left = List.copyOf(missing.entrySet());
        int kept = wanted.size() - left.size();
        for (int from = 0; from < left.size(); from += CHUNK) {
            List<Map.Entry<ByteBuffer, List<Integer>>> some = left.subList(from, Math.min(left.size(), from + CHUNK));
            Map<ByteBuffer, byte[]> computed = new ConcurrentHashMap<>();
            IntStream.range(0, some.size()).parallel().forEach(i -> {
                Cancellation.check(takesPixels() ? "preparing images" : "computing the features of images");
                List<Integer> numbers = some.get(i).getValue();
                byte[] values = row(source, numbers.get(0), numbers, remarks);
                if (values.length > 0) {
                    computed.put(some.get(i).getKey(), values);
                    put(rows, numbers, values, present);
                }
            });
            store.add(computed);
            listener.progress(name, takesPixels() ? "pixels" : "features", from + some.size(), left.size(), kept);
        }
        int[] used = IntStream.range(0, count).filter(i -> present[i]).toArray();
        if (used.length == 0) {
            rows.close();
            return new Extracted(null, used, remarks);
        }
        rows.keep(used);
        return new Extracted(rows, used, remarks);
    }

    private static void put(RowStore rows, List<Integer> numbers, byte[] values, boolean[] present) {
        for (int number : numbers) {
            rows.put(number, values);
            present[number] = true;
        }
    }

    private byte[] row(Source source, int number, List<Integer> numbers, String[] remarks) {
        try {
            DecodedImage image = source.image(number);
            return takesPixels() ? transform().pixels(image) : bytes(features(image));
        } catch (ImageException e) {
            numbers.forEach(i -> remarks[i] = "skipped: " + e.getMessage());
        } catch (IOException e) {
            numbers.forEach(i -> remarks[i] = "skipped: cannot be read: " + FileException.reason(e));
        }
        return new byte[0];
    }

    private boolean takesPixels() {
        return backbone.record().takesPixels();
    }

    private ImageTransform transform() {
        return backbone.record().transform();
    }

    private int rowBytes() {
        return takesPixels()
                ? 3 * transform().size() * transform().size()
                : Math.multiplyExact(backbone.record().columns(), Float.BYTES);
    }

    /** Computes the features of one image of any size. */
    public float[] features(DecodedImage image) {
        return backbone.features(transform().pixels(image));
    }

    /** Returns the rows as features {@code [n, columns]}, or as images {@code [n, size, size, 3]}. */
    public Tensor tensor(RowStore rows) {
        int size = transform().size();
        return takesPixels()
                ? rows.tensor(ScalarType.Byte, size, size, 3)
                : rows.tensor(ScalarType.Float, backbone.record().columns());
    }

    /** Computes the features of images in memory; the result keeps their labels. */
    public ExampleSet of(ImageSet images, StorageSpace space) {
        if (takesPixels()) {
            return prepared(images, transform(), space);
        }
        String name = "%s %s".formatted(images.name(), images.split().label());
        Extracted extracted = of(name, space, images.size(), new InMemory(images));
        try (PointerScope scope = new PointerScope();
                RowStore rows = extracted.rows()) {
            if (rows == null || rows.size() < images.size()) {
                int failed = IntStream.range(0, images.size())
                        .filter(i -> !extracted.remarks()[i].isEmpty())
                        .findFirst()
                        .orElseThrow();
                throw new DataException(String.format(
                        Locale.ROOT, "%s: image %d: %s", name, failed, extracted.remarks()[failed]));
            }
            return set(
                    images.name(),
                    images.split(),
                    tensor(rows),
                    images.isLabeled() ? labels(images) : new int[0],
                    images.classNames(),
                    images.notes(),
                    null);
        }
    }

    /**
     * Returns features or prepared images as a dataset.
     *
     * @param tensor as {@link #tensor} returns it
     * @param labels one for each example; no effect if there are no class names
     * @param classNames empty if there are no labels
     * @param files those of the images; null if they come from no folder
     */
    public ExampleSet set(
            String name,
            Split split,
            Tensor tensor,
            int[] labels,
            List<String> classNames,
            List<String> notes,
            @Nullable ImageFiles files) {
        if (takesPixels()) {
            ImageSet images = classNames.isEmpty()
                    ? ImageSet.unlabeled(name, split, tensor)
                    : ImageSet.labeled(name, split, tensor, labels, classNames);
            return images.withNotes(notes).withFiles(files);
        }
        FeatureSet features = (classNames.isEmpty()
                        ? FeatureSet.unlabeled(name, split, tensor, List.of())
                        : FeatureSet.labeled(name, split, tensor, List.of(), labels, classNames))
                .withNotes(notes);
        return files == null ? features : features.withFiles(files);
    }

    /** Brings images in memory, of any size, to the input of a network; the result keeps their labels. */
    public static ImageSet prepared(ImageSet images, ImageTransform transform, StorageSpace space) {
        int size = transform.size();
        try (PointerScope scope = new PointerScope();
                RowStore rows = RowStore.of(images.size(), 3 * size * size, space)) {
            IntStream.range(0, images.size()).parallel().forEach(i -> {
                Cancellation.check("preparing images");
                rows.put(i, transform.pixels(image(images, i)));
            });
            return images.withImages(rows.tensor(ScalarType.Byte, size, size, 3));
        }
    }

    private static int[] labels(ImageSet images) {
        long[] labels = Tensors.longs(images.labels());
        return IntStream.range(0, labels.length).map(i -> (int) labels[i]).toArray();
    }

    /** The images of a dataset, by their pixels. */
    private record InMemory(ImageSet images) implements Source {
        @Override
        public byte[] identity(int number) {
            DecodedImage image = image(number);
            byte[] head = String.format(Locale.ROOT, "pixels %d %d\n", image.width(), image.height())
                    .getBytes(StandardCharsets.US_ASCII);
            return ByteBuffer.allocate(head.length + image.rgb().length)
                    .put(head)
                    .put(image.rgb())
                    .array();
        }

        @Override
        public DecodedImage image(int number) {
            return ImageFeatures.image(images, number);
        }
    }

    /** Returns one image of a dataset, in colour. */
    public static DecodedImage image(ImageSet images, int number) {
        try (PointerScope scope = new PointerScope()) {
            byte[] samples =
                    Tensors.bytes(images.images().slice(0, new LongOptional(number), new LongOptional(number + 1), 1));
            byte[] rgb = samples;
            if (images.channels() == 1) {
                rgb = new byte[3 * samples.length];
                for (int i = 0; i < rgb.length; i++) {
                    rgb[i] = samples[i / 3];
                }
            }
            return new DecodedImage(images.width(), images.height(), rgb, 1);
        }
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
