package io.github.dann4j.data.catalog;

import io.github.dann4j.data.extract.ImageFeatures;
import io.github.dann4j.data.format.FileTree;
import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.data.image.ImageDecoder;
import io.github.dann4j.data.image.ImageException;
import io.github.dann4j.data.prepare.ImageInput;
import io.github.dann4j.data.prepare.ImagePreprocessing;
import io.github.dann4j.data.store.RowStore;
import io.github.dann4j.data.store.StorageSpace;
import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes many image files into one tensor: in parallel, all resized to one size, and kept in a cache, so that the next
 * time takes no longer than reading.
 *
 * @param tree contains the files
 * @param files the files to decode, in the order of the result
 * @param form conversion of each image
 */
record ImageLoader(FileTree tree, List<Entry> files, Form form) {
    /** Side to which photographs of different sizes are resized, if no other is requested. */
    static final int USUAL = 64;

    static final int LARGEST_OWN = 128;

    /** Number of files whose headers are read at once. */
    private static final int HEADERS = 256;

    /** Changes when the same files would give other pixels; old cache entries are then no longer found. */
    private static final String VERSION = "dann4j pictures 2";

    /**
     * A conversion of images to a square.
     *
     * @param side in pixels
     * @param channels 1 or 3
     * @param pixels returns uint8 {@code [side, side, channels]} of any image, and depends on nothing but that image
     * @param key the same key means the same pixels; part of the name of a cache file
     */
    record Form(int side, int channels, Function<DecodedImage, byte[]> pixels, String key) {
        /** Stretches the whole image. */
        static Form stretched(int side) {
            return new Form(side, 3, image -> image.square(side), Integer.toString(side));
        }

        /** Converts images as those of a training were converted to its network's input. */
        static Form of(ImageInput input) {
            ImagePreprocessing preprocessing = input.preprocessing();
            return new Form(preprocessing.size(), preprocessing.channels(), input::pixels, input.toString());
        }
    }

    /**
     * One file.
     *
     * @param name within the tree
     * @param box the requested part of the image, or null for all of it
     */
    record Entry(String name, DecodedImage.@Nullable Box box) {
        Entry(String name) {
            this(name, null);
        }
    }

    /**
     * The result of decoding.
     *
     * @param images their pixels, uint8 {@code [side, side, channels]}, or their features; null if no file could be read;
     *     the caller closes them
     * @param used indices of the decoded files, in order; the others could not be read
     * @param notes remarks on files that were skipped, or used only in part
     * @param sums hash of each used file's content: the first 8 bytes of its SHA-256
     */
    record Decoded(@Nullable RowStore images, int[] used, List<String> notes, long[] sums) {}

    /** What is known of a file before it is decoded. */
    private record Probe(
            ImageDecoder.@Nullable Size size,
            byte[] sum,
            @Nullable String problem) {}

    /**
     * Computes the features of all images from their files, at their own size. Files that cannot be read are left out,
     * with a note. The form has no effect.
     *
     * @param name of the dataset and split, for the listener
     * @param space for the features
     */
    Decoded features(String name, StorageSpace space, ImageFeatures features) {
        Probe[] probes = parallel(files.size(), this::probe).toArray(Probe[]::new);
        int[] readable = IntStream.range(0, probes.length)
                .filter(i -> probes[i].size() != null)
                .toArray();
        ImageFeatures.Extracted extracted = features.of(name, space, readable.length, new ImageFeatures.Source() {
            @Override
            public byte[] identity(int number) {
                Entry entry = files.get(readable[number]);
                byte[] box = String.valueOf(entry.box()).getBytes(StandardCharsets.UTF_8);
                byte[] sum = probes[readable[number]].sum();
                return ByteBuffer.allocate(sum.length + box.length)
                        .put(sum)
                        .put(box)
                        .array();
            }

            @Override
            public DecodedImage image(int number) throws IOException, ImageException {
                return decoded(files.get(readable[number]));
            }
        });
        String[] remarks = new String[probes.length];
        for (int i = 0; i < readable.length; i++) {
            remarks[readable[i]] = extracted.remarks()[i];
        }
        int[] used = Arrays.stream(extracted.used()).map(i -> readable[i]).toArray();
        return new Decoded(extracted.rows(), used, notes(probes, remarks), sums(probes, used));
    }

    private DecodedImage decoded(Entry entry) throws IOException, ImageException {
        DecodedImage image = ImageDecoder.decode(tree.read(entry.name()));
        return entry.box() == null ? image : image.cut(entry.box());
    }

    /**
     * Decodes all files. Files that cannot be read are left out, with a note.
     *
     * @param space for the pixels; its folder also keeps them for the next time
     */
    Decoded decode(StorageSpace space) {
        Probe[] probes = parallel(files.size(), this::probe).toArray(Probe[]::new);
        DecodedCache store = new DecodedCache(space, key(probes));
        DecodedCache.Kept kept = store.read();
        if (kept != null) {
            return new Decoded(kept.images(), kept.numbers(), kept.notes(), sums(probes, kept.numbers()));
        }
        Decoded decoded = decode(probes, space);
        if (decoded.images() != null) {
            store.write(new DecodedCache.Kept(
                    decoded.images(),
                    new int[] {form.side(), form.side(), form.channels()},
                    decoded.used(),
                    decoded.notes()));
        }
        return decoded;
    }

    private Probe probe(int index) {
        byte[] content;
        try {
            content = tree.read(files.get(index).name());
        } catch (IOException e) {
            return new Probe(null, new byte[0], "cannot be read: " + FileException.reason(e));
        }
        byte[] sum = sha256().digest(content);
        try {
            return new Probe(ImageDecoder.size(content), sum, null);
        } catch (ImageException e) {
            return new Probe(null, sum, e.getMessage());
        }
    }

    /**
     * Returns the side at which images are stored if no other is requested: that of the images themselves if all
     * readable ones are squares of the same side, at most {@value #LARGEST_OWN}; otherwise {@value #USUAL}. Reads only
     * headers, and only as many as are needed to find two sizes.
     */
    static int usualSide(FileTree tree, List<String> files) {
        Set<ImageDecoder.Size> sizes = new HashSet<>();
        for (int from = 0; from < files.size() && sizes.size() < 2; from += HEADERS) {
            List<String> some = files.subList(from, Math.min(files.size(), from + HEADERS));
            parallel(some.size(), i -> size(tree, some.get(i))).forEach(size -> size.ifPresent(sizes::add));
        }
        ImageDecoder.Size first = sizes.stream().findFirst().orElse(new ImageDecoder.Size(USUAL, USUAL));
        return sizes.size() == 1 && first.width() == first.height() && first.width() <= LARGEST_OWN
                ? first.width()
                : USUAL;
    }

    private static Optional<ImageDecoder.Size> size(FileTree tree, String file) {
        try {
            return Optional.of(ImageDecoder.size(tree.read(file)));
        } catch (IOException | ImageException e) {
            return Optional.empty(); // reported when it is decoded
        }
    }

    private Decoded decode(Probe[] probes, StorageSpace space) {
        int[] readable = IntStream.range(0, probes.length)
                .filter(i -> probes[i].size() != null)
                .toArray();
        if (readable.length == 0) {
            return new Decoded(null, readable, notes(probes, new String[probes.length]), new long[0]);
        }
        RowStore images = RowStore.of(readable.length, form.side() * form.side() * form.channels(), space);
        try {
            return decode(probes, readable, images);
        } catch (RuntimeException | Error e) {
            images.close();
            throw e;
        }
    }

    private Decoded decode(Probe[] probes, int[] readable, RowStore images) {
        String[] remarks = new String[probes.length];
        boolean[] failed = new boolean[readable.length];
        List<String> said = parallel(readable.length, row -> {
            Entry entry = files.get(readable[row]);
            try {
                DecodedImage image = ImageDecoder.decode(tree.read(entry.name()));
                DecodedImage part = entry.box() == null ? image : image.cut(entry.box());
                images.put(row, form.pixels().apply(part));
                return image.frames() > 1
                        ? String.format(Locale.ROOT, "an animation of %d images, the first is used", image.frames())
                        : "";
            } catch (ImageException e) {
                failed[row] = true;
                return "skipped: " + e.getMessage();
            } catch (IOException e) {
                failed[row] = true;
                return "skipped: cannot be read: " + FileException.reason(e);
            }
        });
        for (int row = 0; row < readable.length; row++) {
            remarks[readable[row]] = said.get(row);
        }
        int[] good = IntStream.range(0, readable.length).filter(i -> !failed[i]).toArray();
        int[] used = Arrays.stream(good).map(row -> readable[row]).toArray();
        List<String> notes = notes(probes, remarks);
        if (good.length == 0) {
            images.close();
            return new Decoded(null, used, notes, sums(probes, used));
        }
        images.keep(good);
        return new Decoded(images, used, notes, sums(probes, used));
    }

    private static long[] sums(Probe[] probes, int[] used) {
        return Arrays.stream(used)
                .mapToLong(file -> ByteBuffer.wrap(probes[file].sum()).getLong())
                .toArray();
    }

    private List<String> notes(Probe[] probes, @Nullable String[] remarks) {
        List<String> notes = new ArrayList<>();
        for (int i = 0; i < probes.length; i++) {
            String problem = probes[i].problem();
            String remark = problem != null ? "skipped: " + problem : remarks[i];
            if (remark != null && !remark.isEmpty()) {
                notes.add(files.get(i).name() + ": " + remark);
            }
        }
        return notes;
    }

    /** Hashes names, contents and sizes: the same key means the same pixels. */
    private String key(Probe[] probes) {
        MessageDigest digest = sha256();
        digest.update(String.format(Locale.ROOT, "%s %d %s\n", VERSION, files.size(), form.key())
                .getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < probes.length; i++) {
            digest.update((files.get(i) + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(probes[i].sum());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Works in parallel; an interrupt of the calling thread ends the work. */
    private static <T> List<T> parallel(int count, IntFunction<T> work) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> {
                    Cancellation.check("the reading of images");
                    return work.apply(i);
                })
                .toList();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
