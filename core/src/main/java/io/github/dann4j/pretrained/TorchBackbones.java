package io.github.dann4j.pretrained;

import io.github.dann4j.backbone.Backbone;
import io.github.dann4j.backbone.BackboneException;
import io.github.dann4j.backbone.BackboneProvider;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.backbone.Pooling;
import io.github.dann4j.backbone.PreparedImages;
import io.github.dann4j.backbone.Provenance;
import io.github.dann4j.data.image.ChannelOrder;
import io.github.dann4j.data.image.ImageTransform;
import io.github.dann4j.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens backbones whose layers the library has, with weights from a safetensors file. */
public final class TorchBackbones implements BackboneProvider {
    @Override
    public List<String> kinds() {
        return Architectures.all().stream().map(Architecture::name).toList();
    }

    @Override
    public Backbone open(String kind, Path file, @Nullable String output, Map<String, String> parts) {
        Architecture architecture = Architectures.find(kind)
                .orElseThrow(() -> new IllegalArgumentException("unknown kind of backbone '%s'".formatted(kind)));
        boolean whole = BackboneRecord.PIXELS.equals(output);
        FrozenLayers.Output end = whole ? FrozenLayers.Output.FEATURES : end(kind, file, output);
        try {
            ImageTransform transform = architecture.transform().with(parts);
            if (transform.size() != Architecture.SIZE) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%s takes images of %d pixels, got size=%d",
                        kind,
                        Architecture.SIZE,
                        transform.size()));
            }
            if (whole && transform.order() == ChannelOrder.BGR) {
                throw new IllegalArgumentException(
                        "a backbone that is trained as a whole takes red first; remove order=bgr");
            }
            PretrainedWeights weights = PretrainedWeights.read(architecture, file);
            if (whole) {
                return new PreparedImages(
                        record(kind, file, BackboneRecord.PIXELS, architecture.columns(), transform, weights));
            }
            FrozenLayers layers = new FrozenLayers(weights, end);
            return new TorchBackbone(
                    layers,
                    record(
                            kind,
                            file,
                            end == FrozenLayers.Output.MAPS ? TorchBackbone.MAPS : TorchBackbone.FEATURES,
                            layers.columns(),
                            transform,
                            weights));
        } catch (ModelException | IllegalArgumentException e) {
            throw new BackboneException(
                    e instanceof ModelException ? String.valueOf(e.getMessage()) : file + ": " + e.getMessage(), e);
        }
    }

    private static BackboneRecord record(
            String kind, Path file, String output, int columns, ImageTransform transform, PretrainedWeights weights) {
        return new BackboneRecord(
                kind,
                file.toAbsolutePath().normalize().toString(),
                sha256(file),
                output,
                Pooling.NONE,
                columns,
                transform,
                Provenance.of(weights.texts()));
    }

    private static FrozenLayers.Output end(String kind, Path file, @Nullable String output) {
        if (output == null || output.equals(TorchBackbone.FEATURES)) {
            return FrozenLayers.Output.FEATURES;
        } else if (output.equals(TorchBackbone.MAPS)) {
            return FrozenLayers.Output.MAPS;
        }
        throw new BackboneException("%s:%s has no output '%s'; it has %s, %s before its last stage, and %s, its input"
                .formatted(kind, file, output, TorchBackbone.FEATURES, TorchBackbone.MAPS, BackboneRecord.PIXELS));
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DigestInputStream summed = new DigestInputStream(in, digest)) {
                summed.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new BackboneException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
