package io.github.dann4j.experiment;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.Network;
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
import java.util.List;

/**
 * A saved model that a training begins from, instead of fresh weights.
 *
 * @param file its path, absolute
 * @param sha256 of the file when the training began
 */
public record InitialModel(String file, String sha256) {
    /**
     * The model of a folder that a training wrote, or of its file.
     *
     * @throws ModelException if there is none
     */
    public static InitialModel of(Path runOrFile) {
        Path file = (Files.isDirectory(runOrFile) ? new RunDirectory(runOrFile).model() : runOrFile).toAbsolutePath();
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
     * The model itself, to be closed by the caller.
     *
     * @throws ModelException if it is not the one that the training began with
     */
    SavedModel open() {
        Path path = Path.of(file);
        if (!sum(path).equals(sha256)) {
            throw new ModelException(
                    "%s has changed since the run began with it; begin another run, or bring the file back"
                            .formatted(file));
        }
        return SavedModel.read(path);
    }

    /** What the model's training made of examples. */
    SavedModel.Card card() {
        try (SavedModel model = open()) {
            return model.card();
        }
    }

    /** A recipe with the model's network and its way of a picture to the input, and without a warm-up of this method: it is done. */
    public Recipe fitted(Recipe recipe, MethodType<?> method) {
        try (SavedModel model = open()) {
            Recipe fitted = recipe.with(model.card().network(), model.card().preprocessing());
            String warmUp = method.name() + ".warmUp";
            return fitted.stages(method).warmUp() > 0 ? RecipeFile.with(fitted, warmUp, "0") : fitted;
        }
    }

    /**
     * Takes the model's weights over into a network with the same features and label predictor; heads that only one of both has stay as they
     * are.
     *
     * @param classNames of the training, in label order
     * @throws ModelException if they are not the model's
     */
    void into(Network network, List<String> classNames) {
        try (SavedModel model = open()) {
            if (!model.card().classNames().equals(classNames)) {
                throw new ModelException(
                        "%s knows the classes %s, the source has %s: they must be the same, in the same order"
                                .formatted(file, model.card().classNames(), classNames));
            }
            network.copyCommon(model.network());
        }
    }
}
