package io.github.dann4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.data.Normalisation;
import io.github.dann4j.data.Preprocessing;
import io.github.dann4j.data.Resize;
import io.github.dann4j.data.Scaling;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.experiment.SavedModel.Card;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.model.DannNetwork;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedModelTest {
    private static final NetworkSpec NET = new NetworkSpec(
            "tiny",
            8,
            3,
            List.of(
                    new Layer.Convolution(4, 3, 1),
                    new Layer.BatchNorm(),
                    new Layer.Relu(),
                    new Layer.MaxPool(2, 2),
                    new Layer.ChannelDropout(0.5),
                    new Layer.Flatten()),
            List.of(new Layer.Linear(3)),
            List.of(new Layer.Linear(5), new Layer.LeakyRelu(0.1), new Layer.Dropout(0.2), new Layer.Linear(1)),
            0,
            Statistics.PER_DOMAIN);
    private static final Card CARD = new Card(
            "dann",
            "here[5:]",
            "there",
            7,
            List.of("a", "b", "c"),
            NET,
            new Preprocessing(8, 3, Resize.AREA, Scaling.MEAN_SD),
            new Normalisation(List.of(0.1, 0.2, 0.3), List.of(0.4, 0.5, 0.6)),
            Domain.TARGET);

    @TempDir
    private Path temp;

    private Path file;
    private byte[] bytes;

    @BeforeEach
    void save() throws IOException {
        file = temp.resolve("model.safetensors");
        try (DannNetwork network = new DannNetwork(NET, 3)) {
            SavedModel.write(file, network, CARD);
        }
        bytes = Files.readAllBytes(file);
    }

    @Test
    void read_givesBackWeightsAndCard() {
        try (DannNetwork network = new DannNetwork(NET, 3);
                SavedModel read = SavedModel.read(file);
                PointerScope scope = new PointerScope()) {
            assertThat(read.card()).isEqualTo(CARD);
            assertThat(read.network().state().keySet())
                    .isEqualTo(network.state().keySet());
            network.state()
                    .forEach((name, tensor) -> assertThat(
                                    Tensors.floats(read.network().state().get(name)))
                            .as(name)
                            .isEqualTo(Tensors.floats(tensor)));
        }
    }

    /** Models of before the sizes of pictures were noted. */
    @Test
    void read_takesACardWithoutPictureSizes() {
        String card = RunJson.write(CARD).replaceFirst(",\\s*\"pictures\"\\s*:\\s*\\[\\s*]", "");
        assertThat(card).doesNotContain("pictures");
        try (DannNetwork network = new DannNetwork(NET, 3)) {
            AtomicFile.write(file, out -> SafeTensors.write(out, network.state(), Map.of("dann4j", card)));
        }
        try (SavedModel read = SavedModel.read(file)) {
            assertThat(read.card()).isEqualTo(CARD);
            assertThat(read.card().pictureInput(Domain.TARGET).trained()).isEmpty();
        }
    }

    @Test
    void read_refusesEveryTruncation() throws IOException {
        for (int length = 0; length < bytes.length; length += 1 + bytes.length / 200) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> SavedModel.read(file))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("model.safetensors");
        }
    }

    @Test
    void read_ofAFlippedBitInTheHeaderEitherFailsCleanlyOrGivesAModel() throws IOException {
        int header = bytes.length - 4 * parameters();
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(header)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            try (SavedModel model = SavedModel.read(file)) {
                assertThat(model.network()).isNotNull();
            } catch (ModelException e) {
                refused++;
                assertThat(e).hasMessageContaining("model.safetensors");
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void read_refusesAnotherNetworksTensors() throws IOException {
        NetworkSpec wider = new NetworkSpec(
                "tiny",
                8,
                3,
                NET.features(),
                List.of(new Layer.Linear(4), new Layer.Linear(3)),
                NET.domainHead(),
                0,
                Statistics.PER_DOMAIN);
        try (DannNetwork network = new DannNetwork(wider, 3)) {
            SavedModel.write(file, network, CARD);
        }
        assertThatThrownBy(() -> SavedModel.read(file)).isInstanceOf(ModelException.class);
    }

    @Test
    void statistics_areTheSourcesForTheSourceAndTheTargetsForAnyOtherSet() {
        Card card = new Card(
                "dann",
                "mnist[5:]",
                "mnist-m",
                0,
                CARD.classNames(),
                NET,
                CARD.preprocessing(),
                CARD.normalisation(),
                Domain.TARGET);
        assertThat(card.statisticsFor(io.github.dann4j.data.DataCatalog.entry("mnist")))
                .isEqualTo(Domain.SOURCE);
        assertThat(card.statisticsFor(io.github.dann4j.data.DataCatalog.entry("svhn")))
                .isEqualTo(Domain.TARGET);
    }

    private static int parameters() {
        try (DannNetwork network = new DannNetwork(NET, 3)) {
            return network.state().values().stream()
                    .mapToInt(tensor -> Math.toIntExact(tensor.numel()))
                    .sum();
        }
    }
}
