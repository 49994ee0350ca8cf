package io.github.dann4j.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.backbone.Pooling;
import io.github.dann4j.backbone.Provenance;
import io.github.dann4j.data.image.ImageTransform;
import io.github.dann4j.data.prepare.FeaturePreprocessing;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Head;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkInput;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.SafeTensors;
import io.github.dann4j.recipe.RunJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model names the file of its backbone without a folder; the folder is beside the model. */
class BackbonePlaceTest {
    private static final NetworkSpec NET = new NetworkSpec(
            "heads",
            new NetworkInput.Features(2),
            List.of(),
            Map.of(NetworkSpec.LABELS, new Head(List.of(new Layer.Linear(2)))),
            0,
            Statistics.SHARED);

    @TempDir
    private Path temp;

    private Path weights;
    private Path model;

    @BeforeEach
    void save() throws IOException {
        weights = Files.writeString(
                Files.createDirectories(temp.resolve("weights")).resolve("net.onnx"), "x");
        model = Files.createDirectories(temp.resolve("run")).resolve(SavedModel.FILE);
        try (Network network = new Network(NET, 3)) {
            SavedModel.write(model, network, card(weights));
        }
    }

    private static ModelCard card(Path file) {
        return new ModelCard(
                "mcc",
                "here",
                "there",
                7,
                List.of("a", "b"),
                NET,
                new FeaturePreprocessing(2, List.of(), Scaling.AS_IS),
                new Normalisation(List.of(0.0, 0.0), List.of(1.0, 1.0)),
                Domain.TARGET,
                List.of(),
                null,
                List.of(),
                new BackboneRecord(
                        file.toString(),
                        "0".repeat(64),
                        "features",
                        Pooling.NONE,
                        2,
                        ImageTransform.IMAGENET,
                        Provenance.of(Map.of("license", "MIT"))));
    }

    private static BackboneRecord backbone(Path model) {
        try (SavedModel read = SavedModel.of(model)) {
            return Objects.requireNonNull(read.card().backbone());
        }
    }

    @Test
    void card_hasTheNameAndTheLicence_butNoFolder() {
        assertThat(SafeTensors.read(model).text("dann4j"))
                .contains("\"file\" : \"net.onnx\"", "\"licence\" : \"MIT\"", "not stated in the file")
                .doesNotContain(temp.toString());
        assertThat(backbone(model).file()).isEqualTo(weights.toString());
        assertThat(backbone(model).weights().licence()).isEqualTo("MIT");
    }

    @Test
    void copiedModel_keepsThePlace_sharedModelLooksBesideItself() throws IOException {
        Path copy = Files.createDirectories(temp.resolve("copy")).resolve(SavedModel.FILE);
        SavedModel.copy(model, copy);
        assertThat(backbone(copy).file()).isEqualTo(weights.toString());

        Path shared = Files.createDirectories(temp.resolve("shared")).resolve(SavedModel.FILE);
        Files.copy(model, shared);
        Path beside = shared.resolveSibling("net.onnx");
        assertThat(backbone(shared).file()).isEqualTo(beside.toString());
        Files.move(weights, beside);
        assertThat(backbone(shared).file()).isEqualTo(beside.toString());
        assertThat(backbone(model).file()).as("where it was").isEqualTo(weights.toString());
    }

    @Test
    void placeOfAnotherBackbone_isNotUsed() throws IOException {
        Path other = Files.writeString(temp.resolve("other.onnx"), "y");
        Files.writeString(model.resolveSibling(BackbonePlace.FILE), other + "\n");
        assertThat(backbone(model).file())
                .isEqualTo(model.resolveSibling("net.onnx").toString());
    }

    @Test
    void cardOfAnEarlierVersion_hasThePath_andNoLicence() {
        String stored = RunJson.write(card(weights))
                .replace("\"net.onnx\"", "\"%s\"".formatted(weights))
                .replaceAll("(?s),\\s*\"weights\" : \\{[^}]*\\}", "");
        assertThat(stored).contains(weights.toString()).doesNotContain("licence");
        Path earlier = temp.resolve("earlier.safetensors");
        AtomicFile.write(earlier, out -> {
            try (Network network = new Network(NET, 3)) {
                SafeTensors.write(out, network.state(), Map.of("dann4j", stored));
            }
        });
        BackboneRecord read = backbone(earlier);
        assertThat(read.file()).isEqualTo(weights.toString());
        assertThat(read.weights()).isEqualTo(Provenance.notRecorded());
        assertThat(read).isEqualTo(card(weights).backbone());
    }
}
