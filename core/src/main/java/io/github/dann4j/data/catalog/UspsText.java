package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Slice;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.format.NumberText;
import io.github.dann4j.data.format.SparseRows;
import io.github.dann4j.data.format.SvmLightReader;
import io.github.dann4j.data.name.DataName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.store.StorageSpace;
import io.github.dann4j.engine.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One split of USPS as text: 16 x 16 grey values from −1 (paper) to 1 (ink) per line. They become bytes as round((value
 * + 1) · 127.5): 0 is paper and 255 ink, as in MNIST.
 *
 * @param file its accepted names, relative to a data folder
 * @param format which of the two formats
 */
record UspsText(List<String> file, Format format) implements StorageForm {
    private static final int SIDE = 16;
    private static final int PIXELS = SIDE * SIDE;

    /** Maximum number of rows; USPS has 9,298 digits in total. */
    private static final int MOST_ROWS = 100_000;

    enum Format {
        /** {@code usps.bz2} of the LIBSVM collection: sparse, labels 1 to 10 for the digits 0 to 9. */
        LIBSVM,
        /** {@code zip.train.gz} of The Elements of Statistical Learning: the digit, then 256 values. */
        ZIP
    }

    @Override
    public List<List<String>> names() {
        return List.of(file);
    }

    @Override
    public ImageSet read(DatasetInfo entry, DataName name, Split split, List<Path> files, StorageSpace space) {
        Digits digits = format == Format.LIBSVM ? libsvm(files.get(0)) : zip(files.get(0));
        Slice slice = name.slice(split);
        int count = slice.count(name.label(split), digits.labels().length);
        return ImageSet.labeled(
                name.label(split),
                split,
                Tensors.ofBytes(
                        Arrays.copyOfRange(digits.pixels(), slice.from() * PIXELS, (slice.from() + count) * PIXELS),
                        count,
                        SIDE,
                        SIDE,
                        1),
                Arrays.copyOfRange(digits.labels(), slice.from(), slice.from() + count),
                entry.classNames());
    }

    private record Digits(byte[] pixels, int[] labels) {}

    private static Digits libsvm(Path file) {
        SparseRows rows = SvmLightReader.read(file, 1, PIXELS);
        if (rows.size() > MOST_ROWS) {
            throw new DataException(String.format(Locale.ROOT, "%s: %d rows, but USPS has 9298", file, rows.size()));
        }
        byte[] pixels = new byte[rows.size() * PIXELS];
        int[] labels = new int[rows.size()];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = rows.labels()[row] - 1;
            if (labels[row] < 0 || labels[row] > 9) {
                throw new DataException(String.format(
                        Locale.ROOT, "%s: label %d of image %d is outside 1 to 10", file, rows.labels()[row], row));
            }
            double[] values = rows.row(row);
            for (int i = 0; i < PIXELS; i++) {
                pixels[row * PIXELS + i] = pixel(file, row, values[i]);
            }
        }
        return new Digits(pixels, labels);
    }

    private static Digits zip(Path file) {
        byte[] pixels = new byte[1 << 20];
        int[] labels = new int[1 << 12];
        int rows = 0;
        try (NumberText text = new NumberText(file)) {
            while (text.nextLine()) {
                if (rows == MOST_ROWS) {
                    throw text.wrong(String.format(Locale.ROOT, "more than %d rows, but USPS has 9298", MOST_ROWS));
                }
                if (rows == labels.length) {
                    labels = Arrays.copyOf(labels, 2 * rows);
                    pixels = Arrays.copyOf(pixels, 2 * rows * PIXELS);
                }
                labels[rows] = text.integer(String.valueOf(text.word()), 0, 9);
                for (int i = 0; i < PIXELS; i++) {
                    String word = text.word();
                    if (word == null) {
                        throw text.wrong(String.format(Locale.ROOT, "has %d values after the digit, not 256", i));
                    }
                    pixels[rows * PIXELS + i] = pixel(file, rows, text.number(word));
                }
                if (text.word() != null) {
                    throw text.wrong("has more than 256 values after the digit");
                }
                rows++;
            }
        } catch (IOException e) {
            throw NumberText.unreadable(file, e);
        }
        if (rows == 0) {
            throw new DataException("%s: contains no row".formatted(file));
        }
        return new Digits(Arrays.copyOf(pixels, rows * PIXELS), Arrays.copyOf(labels, rows));
    }

    private static byte pixel(Path file, int row, double value) {
        if (!(value >= -1 && value <= 1)) {
            throw new DataException(
                    String.format(Locale.ROOT, "%s: value %s of image %d is outside -1 to 1", file, value, row));
        }
        return (byte) Math.round((value + 1) * 127.5);
    }
}
