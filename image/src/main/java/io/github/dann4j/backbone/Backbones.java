package io.github.dann4j.backbone;

import io.github.dann4j.data.image.ImageTransform;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Opens frozen backbones by name: {@code onnx:FILE}, optionally with settings of how an image is prepared for the input
 * and the name of the output, for example {@code onnx:mobilenet.onnx?size=224,resize=256,mean=0.5,sd=0.5#features}.
 */
public final class Backbones {
    private static final String FORM =
            "onnx:FILE, onnx:FILE#OUTPUT or onnx:FILE?size=224,mean=0.485/0.456/0.406,sd=0.229/0.224/0.225#OUTPUT";

    private Backbones() {}

    /**
     * Opens a backbone.
     *
     * @param name as above; a relative path is resolved against the working directory
     * @throws BackboneException if the name is not of this form, or the network cannot be used
     */
    public static Backbone open(String name) {
        Parsed parsed = Parsed.of(name);
        BackboneProvider provider = provider(parsed.kind(), name);
        if (parsed.output() != null && parsed.output().isEmpty()) {
            throw new BackboneException(
                    "%s: the name of an output is missing after '#'; expected %s".formatted(name, FORM));
        }
        Map<String, String> parts = Map.of();
        if (!parsed.parts().isEmpty()) {
            try {
                parts = ImageTransform.parts(parsed.parts());
                ImageTransform unused = ImageTransform.IMAGENET.with(parts);
            } catch (IllegalArgumentException e) {
                throw new BackboneException("%s: %s".formatted(name, e.getMessage()), e);
            }
        }
        return provider.open(parsed.kind(), file(name, parsed.file()), parsed.output(), parts);
    }

    /**
     * Returns the same name with the absolute path of its file.
     *
     * @throws BackboneException if there is no such file
     */
    public static String absolute(String name) {
        String file = Parsed.of(name).file();
        int at = name.indexOf(':') + 1;
        return name.substring(0, at)
                + file(name, file).toAbsolutePath().normalize()
                + name.substring(at + file.length());
    }

    /**
     * Returns the file of a backbone.
     *
     * @throws BackboneException if there is no such file
     */
    public static Path file(String name) {
        return file(name, Parsed.of(name).file());
    }

    /**
     * The parts of a name.
     *
     * @param parts settings of how an image is prepared, as text; empty if there are none
     * @param output null if none is named
     */
    private record Parsed(
            String kind,
            String file,
            String parts,
            @Nullable String output) {
        static Parsed of(String name) {
            int colon = name.indexOf(':');
            String kind = colon < 0 ? "" : name.substring(0, colon);
            String file = name.substring(colon + 1);
            String output = null;
            String parts = "";
            if (!isFile(file)) { // a path may contain the characters that mark the parts
                int hash = file.lastIndexOf('#');
                if (hash >= 0) {
                    output = file.substring(hash + 1);
                    file = file.substring(0, hash);
                }
                int mark = file.lastIndexOf('?');
                if (!isFile(file) && mark >= 0) {
                    parts = file.substring(mark + 1);
                    file = file.substring(0, mark);
                }
            }
            return new Parsed(kind, file, parts, output);
        }
    }

    /**
     * Opens a backbone that a run or a model remembers.
     *
     * @throws BackboneException if there is no such file, or it is another network than that of the training
     */
    public static Backbone open(BackboneRecord record) {
        Path file = Path.of(record.file());
        String sum = record.sha256().substring(0, 12);
        if (!Files.isRegularFile(file)) {
            throw new BackboneException(
                    "%s: no such file; it is the backbone of the training (its sha256 begins with %s): put it there again, or beside the model"
                            .formatted(file, sum));
        }
        Backbone opened = provider(record.kind(), record.file())
                .open(
                        record.kind(),
                        file,
                        record.output(),
                        ImageTransform.parts(record.transform().text()));
        if (!opened.record().key().equals(record.key())) {
            String other = opened.record().sha256().substring(0, 12);
            opened.close();
            throw new BackboneException(
                    "%s: another network than the backbone of the training: its sha256 begins with %s, expected %s; put the file of the training there again, or remove this file and put the file of the training beside the model"
                            .formatted(file, other, sum));
        }
        return opened;
    }

    /**
     * Opens the backbone of a trained model. The file of one that was trained as a whole is not needed: the model has its
     * weights.
     *
     * @throws BackboneException as {@link #open(BackboneRecord)}
     */
    public static Backbone ofModel(BackboneRecord record) {
        return record.takesPixels() ? new PreparedImages(record) : open(record);
    }

    private static BackboneProvider provider(String kind, String name) {
        List<BackboneProvider> all =
                ServiceLoader.load(BackboneProvider.class, Backbones.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        if (all.isEmpty()) {
            throw new BackboneException(
                    "%s: nothing on the class path can run a backbone; add the module dann4j-classify".formatted(name));
        }
        return all.stream()
                .filter(one -> one.kinds().contains(kind))
                .findFirst()
                .orElseThrow(() -> new BackboneException("%s: not a backbone; expected %s"
                        .formatted(
                                name,
                                all.stream()
                                        .flatMap(one -> one.kinds().stream())
                                        .map(one -> one.equals("onnx") ? FORM : one + ":FILE")
                                        .collect(Collectors.joining(", ")))));
    }

    private static boolean isFile(String text) {
        try {
            return Files.isRegularFile(Path.of(text));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Path file(String name, String text) {
        Path file;
        try {
            file = Path.of(text);
        } catch (InvalidPathException e) {
            throw new BackboneException("%s: not a path: %s".formatted(name, text), e);
        }
        if (!Files.isRegularFile(file)) {
            throw new BackboneException("%s: %s"
                    .formatted(
                            name,
                            Files.isDirectory(file)
                                    ? file + " is a folder; give the file of the network"
                                    : "no such file; searched for "
                                            + file.toAbsolutePath().normalize()));
        }
        return file;
    }
}
