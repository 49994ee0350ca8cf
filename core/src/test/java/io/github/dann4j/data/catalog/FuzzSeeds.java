package io.github.dann4j.data.catalog;

import io.github.dann4j.data.format.IdxBytes;
import io.github.dann4j.data.image.TestImageFiles;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;

/** Small valid files, from which the search for hostile ones starts. */
final class FuzzSeeds {
    private FuzzSeeds() {}

    /** Fills a file. */
    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    static byte[] idxImages() {
        return IdxBytes.images(2);
    }

    static byte[] idxImagesCompressed() {
        return IdxBytes.gzip(IdxBytes.images(2));
    }

    static byte[] idxLabels() {
        return IdxBytes.labels(1, 2, 9);
    }

    static byte[] mat(ByteOrder order, int level) {
        Mat5File mat = Mat5.newMatFile();
        Matrix images = Mat5.newMatrix(new int[] {4, 4, 3, 2}, MatlabType.UInt8);
        Matrix labels = Mat5.newMatrix(2, 1, MatlabType.Double);
        labels.setDouble(0, 10);
        mat.addArray("note", Mat5.newString("n"));
        mat.addArray("X", images);
        mat.addArray("y", labels);
        try {
            Path file = Files.createTempFile("seed", ".mat");
            try (Sink sink = Sinks.newStreamingFile(file.toFile())) {
                Mat5.newWriter(sink.order(order)).setDeflateLevel(level).writeMat(mat);
            }
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] digit() {
        return text("6.0000" + " -1.0 0.5".repeat(128) + "\n");
    }

    static byte[] gzip(byte[] content) {
        return IdxBytes.gzip(content);
    }

    static byte[] bzip2(byte[] content) {
        return of(raw -> {
            try (OutputStream out = new BZip2CompressorOutputStream(raw)) {
                out.write(content);
            }
        });
    }

    static byte[] tar() {
        return tar("a/b.txt");
    }

    static byte[] tar(String name) {
        return of(raw -> {
            try (TarArchiveOutputStream out = new TarArchiveOutputStream(raw)) {
                TarArchiveEntry entry = new TarArchiveEntry(name, true);
                entry.setSize(5);
                out.putArchiveEntry(entry);
                out.write(text("hello"));
                out.closeArchiveEntry();
            }
        });
    }

    static byte[] zip() {
        return of(raw -> {
            try (ZipOutputStream out = new ZipOutputStream(raw)) {
                out.putNextEntry(new ZipEntry("a/b.txt"));
                out.write(text("hello"));
            }
        });
    }

    static byte[] image(String format) {
        return TestImageFiles.plain(format, 7, 5, Color.ORANGE);
    }

    private static byte[] of(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
