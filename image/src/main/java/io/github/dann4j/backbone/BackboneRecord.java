package io.github.dann4j.backbone;

import io.github.dann4j.data.image.ImageTransform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A frozen backbone as runs and models remember it: enough to find it again, to notice that it is another one, and to
 * bring images to its input in the same way.
 *
 * @param kind the beginning of its name, by which its {@link BackboneProvider} is found, such as {@code onnx}
 * @param file absolute path of the file when it was opened first
 * @param sha256 checksum of the file, and of other files that hold weights of it
 * @param output name of the output
 * @param pooling how the output becomes one vector
 * @param columns features of an image
 * @param transform how an image is prepared for the input
 */
public record BackboneRecord(
        String kind,
        String file,
        String sha256,
        String output,
        Pooling pooling,
        int columns,
        ImageTransform transform) {
    public BackboneRecord {
        if (columns < 1) {
            throw new IllegalArgumentException("columns must be at least 1, got " + columns);
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("sha256 must be 64 hexadecimal digits, got '%s'".formatted(sha256));
        }
    }

    /** Creates the record of a network in the ONNX format. */
    public BackboneRecord(
            String file, String sha256, String output, Pooling pooling, int columns, ImageTransform transform) {
        this("onnx", file, sha256, output, pooling, columns, transform);
    }

    /** Returns this record with another place of the file. */
    public BackboneRecord at(Path other) {
        return new BackboneRecord(kind, other.toString(), sha256, output, pooling, columns, transform);
    }

    /** Returns a checksum of everything that decides the features of an image; hexadecimal. */
    public String key() {
        String all = String.format(
                Locale.ROOT, "%s %s %s %s %d %s", kind, sha256, output, pooling, columns, transform.text());
        return HexFormat.of().formatHex(newDigest().digest(all.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
