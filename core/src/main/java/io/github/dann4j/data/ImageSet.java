package io.github.dann4j.data;

import io.github.dann4j.engine.Tensors;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
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
public final class ImageSet implements AutoCloseable {
    private final String name;
    private final Split split;
    private final Tensor images;
    private final @Nullable Tensor labels;
    private final List<String> classNames;
    private final List<String> notes;
    private final @Nullable ImageFiles files;

    private ImageSet(
            String name,
            Split split,
            Tensor images,
            @Nullable Tensor labels,
            List<String> classNames,
            List<String> notes,
            @Nullable ImageFiles files) {
        this.name = name;
        this.split = split;
        this.images = images.retainReference();
        this.labels = labels == null ? null : labels.retainReference();
        this.classNames = List.copyOf(classNames);
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
        if (images.size(0) != labels.length) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s %s: %d images but %d labels; the two files must belong together",
                    name,
                    split.label(),
                    images.size(0),
                    labels.length));
        }
        long[] wide = new long[labels.length];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classNames.size()) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s %s: label %d of image %d is outside 0 to %d",
                        name,
                        split.label(),
                        labels[i],
                        i,
                        classNames.size() - 1));
            }
            wide[i] = labels[i];
        }
        return new ImageSet(name, split, images, Tensors.ofLongs(wide, wide.length), classNames, List.of(), null);
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
        return new ImageSet(name, split, images, null, List.of(), List.of(), null);
    }

    /** This set's name, split and labels with other pictures of the same images; a new owner. */
    ImageSet withImages(Tensor other) {
        return new ImageSet(name, split, other, labels, classNames, notes, files);
    }

    /** This set with remarks on how it was read. Takes the place of this set, which is closed. */
    ImageSet withNotes(List<String> remarks) {
        try (this) {
            return new ImageSet(name, split, images, labels, classNames, remarks, files);
        }
    }

    /** This set with the files that its images come from. Takes the place of this set, which is closed. */
    ImageSet withFiles(@Nullable ImageFiles origin) {
        try (this) {
            return new ImageSet(name, split, images, labels, classNames, notes, origin);
        }
    }

    /** The same images and labels, nothing copied; a new owner. */
    public ImageSet shared() {
        return new ImageSet(name, split, images, labels, classNames, notes, files);
    }

    /** The images {@code from .. to - 1} without labels: a view that this set must outlive, to be closed all the same. */
    public ImageSet part(int from, int to) {
        Objects.checkFromToIndex(from, to, size());
        try (PointerScope scope = new PointerScope()) {
            return new ImageSet(
                    name,
                    split,
                    images.slice(0, new LongOptional(from), new LongOptional(to), 1),
                    null,
                    List.of(),
                    List.of(),
                    files == null
                            ? null
                            : files.select(IntStream.range(from, to).toArray()));
        }
    }

    /**
     * This set with the labels that its classes, by name, have in another list; a new owner. An unlabelled set stays as it is.
     *
     * @param others class names in label order, as the source of a pair has them
     * @throws DataException if a class of this set is not among them
     */
    public ImageSet withClasses(List<String> others) {
        if (labels == null || classNames.equals(others)) {
            return new ImageSet(name, split, images, labels, classNames, notes, files);
        }
        long[] own = Tensors.longs(labels);
        int[] counts = classCounts();
        int[] place = new int[counts.length];
        for (int label = 0; label < place.length; label++) {
            place[label] = others.indexOf(classNames.get(label));
            if (place[label] < 0 && counts[label] > 0) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s has a class '%s' (%d images), which is not among the %d classes it is to be matched with (%s): classes are matched by name, so rename or leave out its images",
                        name,
                        classNames.get(label),
                        counts[label],
                        others.size(),
                        abridged(others)));
            }
        }
        for (int i = 0; i < own.length; i++) {
            own[i] = place[(int) own[i]];
        }
        return new ImageSet(name, split, images, Tensors.ofLongs(own, own.length), others, notes, files);
    }

    private static String abridged(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(5, names.size()))) + (names.size() > 5 ? ", ..." : "");
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
                            java.util.Arrays.toString(images.sizes().vec().get())));
        }
        if (images.size(0) == 0) {
            throw new DataException("%s %s: holds no image".formatted(name, split.label()));
        }
    }

    public String name() {
        return name;
    }

    public Split split() {
        return split;
    }

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

    /** Names of the classes in label order; empty for an unlabelled set. */
    public List<String> classNames() {
        return classNames;
    }

    /** What is worth telling about files that were skipped or not wholly used when the set was read; empty as a rule. */
    public List<String> notes() {
        return notes;
    }

    /** The files of the images, for a dataset of single files that come and go; null for others. */
    @Nullable
    ImageFiles files() {
        return files;
    }

    /** The file of an image within its folder, separated by {@code /}; null where the dataset is no folder of pictures. */
    public @Nullable String fileOf(int index) {
        return files == null ? null : files.names().get(index);
    }

    public boolean isLabeled() {
        return labels != null;
    }

    /** The images, uint8 {@code [n, height, width, channels]}; owned by this set. */
    public Tensor images() {
        return images;
    }

    /**
     * The labels, int64 {@code [n]}; owned by this set.
     *
     * @throws DataException if the set has none
     */
    public Tensor labels() {
        if (labels == null) {
            throw new DataException(
                    "%s %s has no labels; it can only be an unlabelled target".formatted(name, split.label()));
        }
        return labels;
    }

    /** Number of images of each class. */
    public int[] classCounts() {
        int[] counts = new int[classNames.size()];
        for (long label : Tensors.longs(labels())) {
            counts[(int) label]++;
        }
        return counts;
    }

    /**
     * Checks that a source of training can teach every class.
     *
     * @return this set
     * @throws DataException if a class has no image, or the set no labels
     */
    public ImageSet requireEveryClass() {
        int[] counts = classCounts();
        for (int label = 0; label < counts.length; label++) {
            if (counts[label] == 0) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s %s: class %d (%s) has no image; every class needs at least one",
                        name,
                        split.label(),
                        label,
                        classNames.get(label)));
            }
        }
        return this;
    }

    /** SHA-256 over shape, pixels and labels: the same content has the same sum, whatever file format it came in. */
    public String sha256() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
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
        if (labels != null) {
            for (long label : Tensors.longs(labels)) {
                digest.update((byte) (label >> 8));
                digest.update((byte) label);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() {
        images.releaseReference();
        if (labels != null) {
            labels.releaseReference();
        }
    }
}
