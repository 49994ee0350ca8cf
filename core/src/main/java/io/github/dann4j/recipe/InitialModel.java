package io.github.dann4j.recipe;

import io.github.dann4j.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A saved model that a training starts from, instead of fresh weights.
 *
 * @param file its absolute path
 * @param sha256 of the file when the training started
 */
public record InitialModel(String file, String sha256) {
    /**
     * Returns the model of a folder that a training wrote, or of its file.
     *
     * @throws ModelException if there is none
     */
    public static InitialModel of(Path model) {
        Path file = model.toAbsolutePath();
        return new InitialModel(file.toString(), sum(file));
    }

    private static String sum(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DigestInputStream summed = new DigestInputStream(in, digest)) {
                summed.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchFileException e) {
            throw new ModelException(file + ": no such file", e);
        } catch (IOException e) {
            throw new ModelException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Opens the model; the caller closes it.
     *
     * @throws ModelException if the file has changed since the training started
     */
    public Path unchanged() {
        Path path = Path.of(file);
        if (!sum(path).equals(sha256)) {
            throw new ModelException(
                    "%s has changed since the run started with it; start another run, or restore the file"
                            .formatted(file));
        }
        return path;
    }
}
