package io.github.dann4j.app.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An archive in the format of MNIST-M, with 20 images of noise per split. */
public final class TinyMnistM {
    static final int COUNT = 20;

    private TinyMnistM() {}

    public static byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Random random = new Random(1);
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (String split : new String[] {"train", "test"}) {
                StringBuilder labels = new StringBuilder();
                for (int i = 0; i < COUNT; i++) {
                    String name = String.format(Locale.ROOT, "%08d.png", i);
                    labels.append(name).append(' ').append(i % 10).append('\n');
                    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
                    for (int pixel = 0; pixel < 1024; pixel++) {
                        image.setRGB(pixel % 32, pixel / 32, random.nextInt(0x1000000));
                    }
                    ByteArrayOutputStream png = new ByteArrayOutputStream();
                    ImageIO.write(image, "png", png);
                    put(tar, "mnist_m/mnist_m_%s/%s".formatted(split, name), png.toByteArray());
                }
                byte[] list = labels.toString().getBytes(StandardCharsets.US_ASCII);
                put(tar, "mnist_m/mnist_m_%s_labels.txt".formatted(split), list);
            }
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
