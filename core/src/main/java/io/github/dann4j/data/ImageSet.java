package io.github.dann4j.data;

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
 * The images of one split of a data set, in one native copy, with their labels if they have any.
 *
 * <p>Owns its native memory; close it when nothing that was made from it is used any more.
 *
 * <ul>
 *   <li>images: uint8 {@code [n, height, width, channels]}, channels 1 (grey) or 3 (RGB)
 *   <li>labels: int64 {@code [n]}, each in {@code 0 .. classNames().size() - 1}
 * </ul>
 */
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
     * A labelled set.
     *
     * @param images uint8 {@code [n, height, width, channels]}, contiguous
     * @param labels one label an image
     * @throws DataException if the shapes, counts or labels do not fit one another
     */
    public static ImageSet labeled(String name, Split split, Tensor images, int[] labels, List<String> classNames) {
        requireImages(name, split, images);
        Labels checked = Labels.of("%s %s".formatted(name, split.label()), THINGS, images.size(0), labels, classNames);
        return new ImageSet(name, split, images, checked, List.of(), null);
    }

    /**
     * A labelled set out of arrays.
     *
     * @param pixels uint8 {@code [n, height, width, channels]}; copied
     * @param size of every picture
     * @param channels 1 (grey) or 3 (red, green, blue)
     * @param labels one an image, from 0
     * @throws DataException if the counts or labels do not fit one another
     */
    public static ImageSet labeled(
            String name,
            Split split,
            byte[] pixels,
            PictureSize size,
            int channels,
            int[] labels,
            List<String> classNames) {
        try (PointerScope scope = new PointerScope()) {
            return labeled(name, split, tensor(name, split, pixels, size, channels), labels, classNames);
        }
    }

    /** An unlabelled set out of an array, as the labelled one. */
    public static ImageSet unlabeled(String name, Split split, byte[] pixels, PictureSize size, int channels) {
        try (PointerScope scope = new PointerScope()) {
            return unlabeled(name, split, tensor(name, split, pixels, size, channels));
        }
    }

    private static Tensor tensor(String name, Split split, byte[] pixels, PictureSize size, int channels) {
        int each = Math.multiplyExact(Math.multiplyExact(size.height(), size.width()), channels);
        if (each < 1 || pixels.length % each != 0) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s %s: %d values are no pictures of %d x %d x %d",
                    name,
                    split.label(),
                    pixels.length,
                    size.height(),
                    size.width(),
                    channels));
        }
        return Tensors.ofBytes(pixels, pixels.length / each, size.height(), size.width(), channels);
    }

    /** A set without labels: it can be a target domain, never a source and never evaluated. */
    public static ImageSet unlabeled(String name, Split split, Tensor images) {
        requireImages(name, split, images);
        return new ImageSet(name, split, images, Labels.NONE, List.of(), null);
    }

    /** This set's name, split and labels with other pictures of the same images; a new owner. */
    public ImageSet withImages(Tensor other) {
        return new ImageSet(name, split, other, labels, notes, files);
    }

    /** This set with remarks on how it was read. Takes the place of this set, which is closed. */
    public ImageSet withNotes(List<String> remarks) {
        try (this) {
            return new ImageSet(name, split, images, labels, remarks, files);
        }
    }

    /** This set with the files that its images come from. Takes the place of this set, which is closed. */
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
            throw new DataException("%s %s: holds no image".formatted(name, split.label()));
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

    /** The files of the images, for a dataset of single files that come and go; null for others. */
    @Nullable
    public ImageFiles files() {
        return files;
    }

    /** The file of an image within its folder, separated by {@code /}; null where the dataset is no folder of pictures. */
    public @Nullable String fileOf(int index) {
        return files == null ? null : files.names().get(index);
    }

    @Override
    public boolean isLabeled() {
        return labels.tensor() != null;
    }

    /** The images, uint8 {@code [n, height, width, channels]}; owned by this set. */
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
