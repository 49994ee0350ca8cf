package io.github.dann4j.data;

import io.github.dann4j.api.PublicApi;
import io.github.dann4j.engine.Tensors;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The images of one split of a dataset, in one native copy, with their labels if they have any.
 *
 * <p>Owns its native memory. Close it when nothing that was made from it is in use any more.
 *
 * <ul>
 * <li>images: uint8 {@code [n, height, width, channels]}, channels 1 (grey) or 3 (RGB)
 * <li>labels: int64 {@code [n]}, each in {@code 0 .. classNames().size() - 1}
 * </ul>
 */
@PublicApi
public final class ImageSet implements ExampleSet {
    private static final String THINGS = "images";

    private final String name;
    private final Split split;
    private final Tensor images;
    private final Labels labels;
    private final List<String> notes;
    private final @Nullable ImageFiles files;

    private ImageSet(
            String name, Split split, Tensor images, Labels labels, List<String> notes, @Nullable ImageFiles files) {
        this.name = name;
        this.split = split;
        this.images = images.retainReference();
        this.labels = labels.retained();
        this.notes = List.copyOf(notes);
        this.files = files;
    }

    /**
     * Creates labelled images.
     *
     * @param images uint8 {@code [n, height, width, channels]}, contiguous
     * @param labels one label per image
     * @throws DataException if the shapes, counts or labels do not match
     */
    public static ImageSet labeled(String name, Split split, Tensor images, int[] labels, List<String> classNames) {
        requireImages(name, split, images);
        Labels checked = Labels.of("%s %s".formatted(name, split.label()), THINGS, images.size(0), labels, classNames);
        return new ImageSet(name, split, images, checked, List.of(), null);
    }

    /**
     * Creates labelled images from arrays.
     *
     * @param pixels uint8 {@code [n, height, width, channels]}; copied
     * @param size of every image
     * @param channels 1 (grey) or 3 (red, green, blue)
     * @param labels one per image, from 0
     * @throws DataException if the counts or labels do not match
     */
    public static ImageSet labeled(
            String name,
            Split split,
            byte[] pixels,
            ImageSize size,
            int channels,
            int[] labels,
            List<String> classNames) {
        try (PointerScope scope = new PointerScope()) {
            return labeled(name, split, tensor(name, split, pixels, size, channels), labels, classNames);
        }
    }

    /** Creates unlabelled images from an array; parameters as for the labelled ones. */
    public static ImageSet unlabeled(String name, Split split, byte[] pixels, ImageSize size, int channels) {
        try (PointerScope scope = new PointerScope()) {
            return unlabeled(name, split, tensor(name, split, pixels, size, channels));
        }
    }

    private static Tensor tensor(String name, Split split, byte[] pixels, ImageSize size, int channels) {
        int each = Math.multiplyExact(Math.multiplyExact(size.height(), size.width()), channels);
        if (each < 1 || pixels.length % each != 0) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s %s: %d values do not form images of %d x %d x %d",
                    name,
                    split.label(),
                    pixels.length,
                    size.height(),
                    size.width(),
                    channels));
        }
        return Tensors.ofBytes(pixels, pixels.length / each, size.height(), size.width(), channels);
    }

    /** Creates images without labels. They can be a target domain, but never a source, and cannot be evaluated. */
    public static ImageSet unlabeled(String name, Split split, Tensor images) {
        requireImages(name, split, images);
        return new ImageSet(name, split, images, Labels.NONE, List.of(), null);
    }

    /** Returns this name, split and labels with other pixels of the same images; a new owner. */
    public ImageSet withImages(Tensor other) {
        return new ImageSet(name, split, other, labels, notes, files);
    }

    /** Adds remarks on how the images were read. The result replaces this object, which is closed. */
    public ImageSet withNotes(List<String> remarks) {
        try (this) {
            return new ImageSet(name, split, images, labels, remarks, files);
        }
    }

    /** Adds the files that the images come from. The result replaces this object, which is closed. */
    public ImageSet withFiles(@Nullable ImageFiles origin) {
        try (this) {
            return new ImageSet(name, split, images, labels, notes, origin);
        }
    }

    @Override
    public ImageSet shared() {
        return new ImageSet(name, split, images, labels, notes, files);
    }

    @Override
    public ImageSet part(int from, int to) {
        Objects.checkFromToIndex(from, to, size());
        try (PointerScope scope = new PointerScope()) {
            return new ImageSet(
                    name,
                    split,
                    images.slice(0, new LongOptional(from), new LongOptional(to), 1),
                    Labels.NONE,
                    List.of(),
                    files == null
                            ? null
                            : files.select(IntStream.range(from, to).toArray()));
        }
    }

    @Override
    public ImageSet withClasses(List<String> others) {
        try (PointerScope scope = new PointerScope()) {
            return new ImageSet(name, split, images, labels.matched(this, others), notes, files);
        }
    }

    @Override
    public ImageSet selected(String otherName, int[] numbers) {
        try (PointerScope scope = new PointerScope()) {
            Tensor rows = Tensors.ofLongs(Arrays.stream(numbers).asLongStream().toArray(), numbers.length);
            return new ImageSet(
                    otherName,
                    split,
                    torch.index_select(images, 0, rows),
                    labels.selected(rows),
                    notes,
                    files == null ? null : files.select(numbers));
        }
    }

    private static void requireImages(String name, Split split, Tensor images) {
        if (images.dim() != 4
                || images.scalar_type().intern() != ScalarType.Byte
                || !images.is_contiguous()
                || (images.size(3) != 1 && images.size(3) != 3)) {
            throw new DataException("%s %s: expected contiguous uint8 images [n, height, width, 1 or 3], got %s %s"
                    .formatted(
                            name,
                            split.label(),
                            images.scalar_type().intern(),
                            Arrays.toString(images.sizes().vec().get())));
        }
        if (images.size(0) == 0) {
            throw new DataException("%s %s: contains no image".formatted(name, split.label()));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Split split() {
        return split;
    }

    @Override
    public int size() {
        return Math.toIntExact(images.size(0));
    }

    public int height() {
        return Math.toIntExact(images.size(1));
    }

    public int width() {
        return Math.toIntExact(images.size(2));
    }

    public int channels() {
        return Math.toIntExact(images.size(3));
    }

    @Override
    public List<Integer> shape() {
        return List.of(height(), width(), channels());
    }

    @Override
    public String things() {
        return THINGS;
    }

    @Override
    public List<String> classNames() {
        return labels.classNames();
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public @Nullable ImageFiles files() {
        return files;
    }

    @Override
    public boolean isLabeled() {
        return labels.tensor() != null;
    }

    /** Returns the images, uint8 {@code [n, height, width, channels]}; owned by this object. */
    public Tensor images() {
        return images;
    }

    @Override
    public Tensor labels() {
        return labels.required(this);
    }

    @Override
    public String sha256() {
        MessageDigest digest = Labels.sha256();
        digest.update(String.format(Locale.ROOT, "%d %d %d %d\n", size(), height(), width(), channels())
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        BytePointer pixels = new BytePointer(images.data_ptr());
        byte[] block = new byte[1 << 20];
        long total = images.numel();
        for (long at = 0; at < total; at += block.length) {
            int length = (int) Math.min(block.length, total - at);
            pixels.position(at).get(block, 0, length);
            digest.update(block, 0, length);
        }
        labels.addTo(digest);
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() {
        images.releaseReference();
        labels.release();
    }
}
