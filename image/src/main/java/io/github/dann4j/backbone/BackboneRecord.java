package io.github.dann4j.backbone;

import io.github.dann4j.data.image.ImageTransform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A backbone as runs and models remember it: enough to find it again, to notice that it is another one, and to
 * bring images to its input in the same way. Two records are equal if the same image gives the same features: the place
 * and the provenance of the file do not matter.
 *
 * @param kind the beginning of its name, by which its {@link BackboneProvider} is found, such as {@code onnx}
 * @param file absolute path of the file; stored are only its name, and its path in records of earlier versions
 * @param sha256 checksum of the file, and of other files that hold weights of it
 * @param output name of the output; {@value #PIXELS} if the whole backbone is trained
 * @param pooling how the output becomes one vector
 * @param columns features of an image
 * @param transform how an image is prepared for the input
 * @param weights what the file says about its origin and licence
 */
public record BackboneRecord(
        String kind,
        String file,
        String sha256,
        String output,
        Pooling pooling,
        int columns,
        ImageTransform transform,
        Provenance weights) {
    /** Name of the output that is the input: the network that is trained has all layers of the backbone. */
    public static final String PIXELS = "pixels";

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
            String file,
            String sha256,
            String output,
            Pooling pooling,
            int columns,
            ImageTransform transform,
            Provenance weights) {
        this("onnx", file, sha256, output, pooling, columns, transform, weights);
    }

    /**
     * Whether the backbone is trained as a whole, as the first layers of the network: then the images are only brought to
     * its input, and the trained model has its weights.
     */
    public boolean takesPixels() {
        return output.equals(PIXELS);
    }

    /** Name of the file, without its folder. */
    public String name() {
        return Objects.requireNonNull(Path.of(file).getFileName(), file).toString();
    }

    /** Returns this record with another place of the file. */
    public BackboneRecord at(Path other) {
        return new BackboneRecord(kind, other.toString(), sha256, output, pooling, columns, transform, weights);
    }

    /** Returns a checksum of everything that decides the features of an image; hexadecimal. */
    public String key() {
        String all = String.format(
                Locale.ROOT, "%s %s %s %s %d %s", kind, sha256, output, pooling, columns, transform.text());
        return HexFormat.of().formatHex(newDigest().digest(all.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BackboneRecord that && key().equals(that.key());
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
