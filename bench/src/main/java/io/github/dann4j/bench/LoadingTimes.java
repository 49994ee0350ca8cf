package io.github.dann4j.bench;

import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.engine.NativeLibraries;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import javax.imageio.ImageIO;

/**
 * Measures how long a dataset takes to load, compared with only reading its bytes and with only decompressing them, and
 * the peak memory of the process. Use a separate process for each dataset, because the peak is that of the process:
 *
 * <pre>
 * java ... LoadingTimes make DIR          writes svhn/*.mat of the official sizes into DIR, of noise that compresses
 *                                         as photographs do
 * java ... LoadingTimes images DIR        writes DIR/train and DIR/test: 20,000 and 2,000 PNG files of such noise,
 *                                         64 by 64 pixels, ten classes
 * java ... LoadingTimes load DIR NAME     loads both splits of a dataset, twice
 * </pre>
 */
public final class LoadingTimes {
    private static final int HEADER = 128;

    private LoadingTimes() {}

    /** Runs a command; see the class. */
    public static void main(String[] args) throws IOException {
        if (args.length == 2 && args[0].equals("make")) {
            Path folder = Files.createDirectories(Path.of(args[1], "svhn"));
            write(folder.resolve("train_32x32.mat"), 73_257);
            write(folder.resolve("test_32x32.mat"), 26_032);
            write(folder.resolve("extra_32x32.mat"), 531_131);
        } else if (args.length == 2 && args[0].equals("images")) {
            images(Path.of(args[1], "train"), 20_000);
            images(Path.of(args[1], "test"), 2_000);
        } else if (args.length == 3 && args[0].equals("load")) {
            NativeLibraries.load();
            load(args[2], DataLocation.of(Path.of(args[1])));
        } else {
            throw new IllegalArgumentException("usage: LoadingTimes make DIR, images DIR, or load DIR NAME");
        }
    }

    private static void load(String name, DataLocation where) throws IOException {
        DatasetInfo entry = DataCatalog.entry(name);
        for (int round = 1; round <= 2; round++) {
            for (Split split : Split.values()) {
                List<Path> files = name.startsWith("folder:") || DataCatalog.isGenerated(entry)
                        ? List.of()
                        : DataCatalog.files(entry, split, where);
                double read = 0;
                double decompress = 0;
                for (Path file : files) {
                    if (Files.isRegularFile(file)) {
                        read += seconds(() -> drain(Files.newInputStream(file)));
                        decompress += seconds(() -> drain(decompressed(file)));
                    }
                }
                String[] what = new String[1];
                double load = seconds(() -> {
                    try (ExampleSet set = DataCatalog.examples(name, split, where, GeneratedSize.defaults())) {
                        long values =
                                set.shape().stream().mapToLong(side -> side).reduce(set.size(), Math::multiplyExact);
                        what[0] = String.format(
                                Locale.ROOT,
                                "%,d %s, %,d MB",
                                set.size(),
                                set.things(),
                                (set instanceof ImageSet ? values : Float.BYTES * values) >> 20);
                    }
                });
                System.out.printf(
                        Locale.ROOT,
                        "%s %s, round %d: %s; read %.2f s, read and decompress %.2f s, load %.2f s; peak memory so far %,d MB%n",
                        name,
                        split.label(),
                        round,
                        what[0],
                        read,
                        decompress,
                        load,
                        peakMegabytes());
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static double seconds(Work work) throws IOException {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void drain(InputStream stream) throws IOException {
        byte[] block = new byte[1 << 20];
        try (InputStream in = stream) {
            int got;
            do {
                got = in.read(block);
            } while (got >= 0);
        }
    }

    /** Decompresses gzip files and the first array of MAT files; returns other files unchanged. */
    private static InputStream decompressed(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        String name = file.getFileName().toString();
        if (name.endsWith(".mat")) {
            in.skipNBytes(HEADER + 8);
            return new InflaterInputStream(in, new java.util.zip.Inflater(), 1 << 16);
        }
        return name.endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private static long peakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                .findFirst()
                .orElse(-1);
    }

    /** Writes a file like those of SVHN: two compressed arrays. */
    private static void write(Path file, int count) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(0);
            byte[] header = new byte[HEADER];
            byte[] text = "MATLAB 5.0 MAT-file, generated".getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, header, 0, text.length);
            header[125] = 1;
            header[126] = 'I';
            header[127] = 'M';
            out.write(header);
            array(out, "X", new int[] {32, 32, 3, count}, 9, 3072L * count, data -> pixels(data, count));
            array(out, "y", new int[] {count, 1}, 9, count, data -> {
                for (int i = 0; i < count; i++) {
                    data.write(1 + i % 10);
                }
            });
        }
    }

    private interface Values {
        void writeTo(OutputStream out) throws IOException;
    }

    private static void array(RandomAccessFile out, String name, int[] sides, int type, long bytes, Values values)
            throws IOException {
        long tag = out.getFilePointer();
        out.write(new byte[8]);
        int padded = (sides.length * 4 + 7) / 8 * 8;
        long padding = -bytes & 7;
        ByteBuffer head = ByteBuffer.allocate(8 + 16 + 8 + padded + 8 + 8).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(14).putInt((int) (16 + 8 + padded + 8 + 8 + bytes + padding));
        head.putInt(6).putInt(8).putInt(type).putInt(0);
        head.putInt(5).putInt(4 * sides.length);
        for (int side : sides) {
            head.putInt(side);
        }
        head.position(8 + 16 + 8 + padded);
        head.putInt(1 << 16 | 1).put((byte) name.charAt(0)).put(new byte[3]);
        head.putInt(2).putInt((int) bytes);
        Deflater deflater = new Deflater(1);
        OutputStream file = new BufferedOutputStream(
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        out.write(value);
                    }

                    @Override
                    public void write(byte[] block, int offset, int length) throws IOException {
                        out.write(block, offset, length);
                    }
                },
                1 << 16);
        DeflaterOutputStream data = new DeflaterOutputStream(file, deflater, 1 << 16);
        data.write(head.array());
        values.writeTo(data);
        data.write(new byte[(int) padding]);
        data.finish();
        file.flush();
        deflater.end();
        long end = out.getFilePointer();
        out.seek(tag);
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(15)
                .putInt((int) (end - tag - 8))
                .array());
        out.seek(end);
    }

    /** Writes images with a gradient of brightness and noise, which compress to four fifths, as those of SVHN do. */
    private static void pixels(OutputStream out, int count) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        byte[] image = new byte[3072];
        for (int i = 0; i < count; i++) {
            int base = random.nextInt(120);
            for (int at = 0; at < image.length; at += 8) {
                long noise = random.nextLong();
                for (int k = 0; k < 8; k++) {
                    image[at + k] = (byte) (base + at / 64 + (noise >>> 8 * k & 0x3f));
                }
            }
            out.write(image);
        }
    }

    private static void images(Path folder, int count) throws IOException {
        SplittableRandom random = new SplittableRandom(count);
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < count; i++) {
            int base = random.nextInt(120);
            for (int at = 0; at < 64 * 64; at++) {
                int grey = base + at / 64 + random.nextInt(64);
                image.setRGB(at % 64, at / 64, grey << 16 | grey << 8 | grey);
            }
            Path file = folder.resolve(String.format(Locale.ROOT, "%d/%05d.png", i % 10, i));
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
    }
}
