package io.github.dann4j.app.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** A data folder with small synthetic files under the names of MNIST and MNIST-M: label c is a bright bar in row c. */
public final class TinySets {
    static final int TRAIN = 60;
    static final int TEST = 20;

    private final Path folder;

    public TinySets(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("mnist"));
        Files.createDirectories(folder.resolve("mnist-m"));
        write("mnist/train-images-idx3-ubyte.gz", images(TRAIN, 28, 1));
        write("mnist/train-labels-idx1-ubyte.gz", labels(TRAIN));
        write("mnist/t10k-images-idx3-ubyte.gz", images(TEST, 28, 1));
        write("mnist/t10k-labels-idx1-ubyte.gz", labels(TEST));
        write("mnist-m/mnistm-train-images-idx4-ubyte.gz", images(TRAIN, 32, 3));
        write("mnist-m/mnistm-train-labels-idx1-ubyte.gz", labels(TRAIN));
        write("mnist-m/mnistm-test-images-idx4-ubyte.gz", images(TEST, 32, 3));
        write("mnist-m/mnistm-test-labels-idx1-ubyte.gz", labels(TEST));
    }

    public Path folder() {
        return folder;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Stores compressed bytes. */
    public void write(String name, byte[] content) throws IOException {
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file(name)))) {
            out.write(content);
        }
    }

    public static byte[] images(int count, int side, int channels) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        data.writeInt(channels == 1 ? 0x803 : 0x804);
        data.writeInt(count);
        data.writeInt(side);
        data.writeInt(side);
        if (channels > 1) {
            data.writeInt(channels);
        }
        Random random = new Random(count + side);
        byte[] image = new byte[side * side * channels];
        for (int i = 0; i < count; i++) {
            random.nextBytes(image);
            for (int at = 0; at < image.length; at++) {
                int row = at / (side * channels);
                image[at] = row / 2 == i % 10 ? (byte) 250 : (byte) (image[at] & 0x3f);
            }
            data.write(image);
        }
        return bytes.toByteArray();
    }

    /** 0, 1, ..., 9, 0, 1, ... */
    public static byte[] labels(int count) throws IOException {
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % 10);
        }
        return labels(labels);
    }

    static byte[] labels(byte[] labels) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        data.writeInt(0x801);
        data.writeInt(labels.length);
        data.write(labels);
        return bytes.toByteArray();
    }
}
