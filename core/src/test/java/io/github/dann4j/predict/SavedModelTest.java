package io.github.dann4j.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.data.ExampleKeys;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.ImageSize;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.prepare.ImagePreprocessing;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.data.prepare.Resize;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.experiment.TrainingOverlap;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Head;
import io.github.dann4j.model.HeadInput;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.SafeTensors;
import io.github.dann4j.recipe.RunJson;
import io.github.dann4j.result.DataRecord;
import io.github.dann4j.toy.ToyNets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    private static final ModelCard CARD = new ModelCard(
            "dann",
            "here[5:]",
            "there",
            7,
            List.of("a", "b", "c"),
            NET,
            new ImagePreprocessing(8, 3, Resize.AREA, Scaling.MEAN_SD),
            new Normalisation(List.of(0.1, 0.2, 0.3), List.of(0.4, 0.5, 0.6)),
            Domain.TARGET);

    @TempDir
    private Path temp;

    private Path file;
    private byte[] bytes;

    @BeforeEach
    void save() throws IOException {
        file = temp.resolve("model.safetensors");
        try (Network network = new Network(NET, 3)) {
            SavedModel.write(file, network, CARD);
        }
        bytes = Files.readAllBytes(file);
    }

    @Test
    void read_givesBackWeightsAndCard() {
        try (Network network = new Network(NET, 3);
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

    @Test
    void aResidualNetwork_andAHeadOnMaps_areReadAsTheyWereWritten() {
        NetworkSpec spec = new NetworkSpec(
                        "residual",
                        8,
                        3,
                        List.of(
                                new Layer.Residual(
                                        List.of(new Layer.Convolution(4, 3, 1, 2), new Layer.BatchNorm()),
                                        List.of(new Layer.Convolution(4, 1, 0, 2))),
                                new Layer.GlobalAveragePool()),
                        List.of(new Layer.Linear(3)),
                        List.of(),
                        0,
                        Statistics.PER_DOMAIN)
                .with(
                        NetworkSpec.DOMAINS,
                        new Head(List.of(new Layer.Flatten(), new Layer.Linear(1)), new HeadInput.Maps(0)));
        ModelCard card = new ModelCard(
                "dann",
                "here",
                "there",
                7,
                CARD.classNames(),
                spec,
                CARD.preprocessing(),
                CARD.normalisation(),
                Domain.TARGET);
        try (Network network = new Network(spec, 3)) {
            SavedModel.write(file, network, card);
            try (SavedModel read = SavedModel.read(file)) {
                assertThat(read.card()).isEqualTo(card);
                assertThat(ToyNets.values(read.network().state())).isEqualTo(ToyNets.values(network.state()));
            }
        }
    }

    /** Reads models that were saved before the sizes of images were stored. */
    @Test
    void read_takesACardWithoutImageSizes() {
        String card = RunJson.write(CARD).replaceFirst(",\\s*\"imageSizes\"\\s*:\\s*\\[\\s*]", "");
        assertThat(card).doesNotContain("imageSizes");
        try (Network network = new Network(NET, 3)) {
            AtomicFile.write(file, out -> SafeTensors.write(out, network.state(), Map.of("dann4j", card)));
        }
        try (SavedModel read = SavedModel.read(file)) {
            assertThat(read.card()).isEqualTo(CARD);
            assertThat(read.card().imageInput(Domain.TARGET).trained()).isEmpty();
        }
    }

    /** Reads models that were saved when the field with the sizes had another name. */
    @Test
    void read_takesTheEarlierNameOfTheImageSizes() {
        ModelCard card = new ModelCard(
                "dann",
                "mnist",
                "folder:photos",
                0,
                CARD.classNames(),
                CARD.network(),
                CARD.preprocessing(),
                CARD.normalisation(),
                Domain.TARGET,
                List.of(new ImageSize(28, 28), new ImageSize(64, 48)));
        String earlier = RunJson.write(card).replace("\"imageSizes\"", "\"pictures\"");
        assertThat(earlier).contains("\"pictures\"").doesNotContain("imageSizes");
        try (Network network = new Network(NET, 3)) {
            AtomicFile.write(file, out -> SafeTensors.write(out, network.state(), Map.of("dann4j", earlier)));
        }
        try (SavedModel read = SavedModel.read(file)) {
            assertThat(read.card()).isEqualTo(card);
        }
    }

    /** All images of a folder were resized to one size, also those that had the size of the other domain. */
    @Test
    void imagesOfAFolder_goThroughItsSizeAlone() {
        ImageSize source = new ImageSize(28, 28);
        ImageSize target = new ImageSize(64, 64);
        ModelCard card = new ModelCard(
                "dann",
                "mnist",
                "folder:photos",
                0,
                CARD.classNames(),
                CARD.network(),
                CARD.preprocessing(),
                CARD.normalisation(),
                Domain.TARGET,
                List.of(source, target));

        assertThat(card.imageInput(Domain.SOURCE).trained()).containsExactly(source, target);
        assertThat(card.imageInput(Domain.TARGET).trained()).containsExactly(target);
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
        try (Network network = new Network(wider, 3)) {
            SavedModel.write(file, network, CARD);
        }
        assertThatThrownBy(() -> SavedModel.read(file)).isInstanceOf(ModelException.class);
    }

    private void writeCard(String card) {
        try (Network network = new Network(NET, 3)) {
            AtomicFile.write(file, out -> SafeTensors.write(out, network.state(), Map.of("dann4j", card)));
        }
    }

    /** Wrong metadata, each in a file with a correct checksum. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"c\" ] | \"c\", \"d\" ] | its description has 4 class names, its network needs 3",
                "\"b\", \"c\" ] | \"b\" ] | its description has 2 class names, its network needs 3",
                "\"b\", \"c\" ] | null, \"c\" ] | a class name must be a text, got null",
                "\"b\", \"c\" ] | 7, \"c\" ] | a class name must be a text, got 7",
                "\"method\" : \"dann\" | \"method\" : null | 'method' of its description is null",
                "\"size\" : 8 | \"size\" : 16 | has 8 pixels a side of the preprocessing, its network needs 16",
                "\"channels\" : 3 | \"channels\" : 1 | has 3 channels of the normalisation, its network needs 1",
                "\"mean\" : [ 0.1, 0.2, 0.3 ] | \"mean\" : [ null, 0.2, 0.3 ] | null where a value belongs, at",
                "\"imageSizes\" : [ ] | \"imageSizes\" : [ { \"height\" : 100000, \"width\" : 100000 }, { \"height\" : 8, \"width\" : 8 } ] | 100000 x 100000 pixels, the limit is 8192 per side",
            })
    void read_refusesADescriptionThatCannotBe(String proper, String wrong, String message) {
        String card = RunJson.write(CARD);
        assertThat(card).contains(proper);
        writeCard(card.replaceFirst(java.util.regex.Pattern.quote(proper), wrong));
        assertThatThrownBy(() -> SavedModel.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining("Exception");
    }

    @Test
    void read_refusesAVeryLongListOfLayers() {
        String relu = "{ \"type\" : \"relu\" }";
        String card = RunJson.write(CARD);
        String layers = card.replaceFirst("\"layers\" : \\[", "\"layers\" : [" + (relu + ",").repeat(200_000));
        assertThat(layers.length()).isGreaterThan(card.length());
        writeCard(layers);
        assertThatThrownBy(() -> SavedModel.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected at most 1000 layers in each part, got 200001");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void read_refusesAModelWhoseValuesAreNotFinite_andNamesTheTensor(float value) {
        try (Network network = new Network(NET, 3);
                PointerScope scope = new PointerScope()) {
            network.state().get("labels.0.bias").detach().copy_(Tensors.ofFloats(new float[] {0, value, 0}, 3));
            SavedModel.write(file, network, CARD);
        }
        assertThatThrownBy(() -> SavedModel.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tensor 'labels.0.bias' contains " + value + " as value 1");
    }

    @ParameterizedTest
    @CsvSource({
        "mnist[5:], mnist, SOURCE",
        "mnist[5:], svhn, TARGET",
        "mnist%0-4=0.2, mnist, SOURCE",
        "mnist[5:]%0=0.5, mnist, SOURCE",
        "mnist, mnist-m, TARGET"
    })
    void statistics_areTheSourcesForTheSource_whateverPartOfItWasTrainedOn(String source, String set, Domain domain) {
        ModelCard card = card(source, "mnist-m", null, List.of());

        assertThat(card.statisticsFor(DataCatalog.entry(set))).isEqualTo(domain);
    }

    @Test
    void statistics_areTheSourcesForTheSourcesFolder_howeverItIsWritten() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("in/100% [new]"));
        Files.createDirectory(folder.resolve("a"));
        Files.writeString(folder.resolve("a/1.png"), "");
        Path link = Files.createSymbolicLink(temp.resolve("link"), folder);
        ModelCard card = card("folder:100% [new][2:]%0=0.5", "folder:other", folder.getParent(), List.of());

        for (String name :
                List.of(folder.toString(), folder + "/", folder + "/../100% [new]?seed=1,test=0.5", link + "")) {
            assertThat(card.domainOf(DataCatalog.entry("folder:" + name)))
                    .as(name)
                    .isEqualTo(Domain.SOURCE);
        }
        assertThat(card.domainOf(DataCatalog.entry("folder:" + folder.getParent())))
                .isEqualTo(Domain.TARGET);
    }

    @Test
    void files_areTheSourcesInTheSourcesFolder_butNotInATargetsFolderBelowIt() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("photos"));
        Path image =
                Files.writeString(Files.createDirectory(folder.resolve("a")).resolve("1.png"), "");
        Path below = Files.createDirectories(folder.resolve("new"));
        Path beside = Files.createDirectories(temp.resolve("photos of today"));
        ModelCard card = card("folder:photos", "folder:photos/new", temp, List.of());

        for (Path source : List.of(folder, image, folder.resolve("..").resolve("photos"))) {
            assertThat(card.domainOf(source)).as("%s", source).isEqualTo(Domain.SOURCE);
        }
        for (Path other : List.of(below, beside, temp, temp.resolve("missing"))) {
            assertThat(card.domainOf(other)).as("%s", other).isEqualTo(Domain.TARGET);
        }
        assertThat(card("folder:photos", "folder:photos", temp, List.of()).domainOf(image))
                .isEqualTo(Domain.SOURCE);
        assertThat(card("mnist", "folder:photos", temp, List.of()).domainOf(image))
                .isEqualTo(Domain.TARGET);
    }

    @Test
    void theSource_isKnownByItsImages_underAnotherName() {
        byte[] pixels = {1, 2, 3, 4, 5, 6, 7, 8};
        try (ImageSet set = ImageSet.labeled(
                        "folder:moved", Split.TEST, pixels, new ImageSize(2, 2), 1, new int[2], List.of("a"));
                ImageSet other = ImageSet.labeled(
                        "folder:moved", Split.TEST, new byte[8], new ImageSize(2, 2), 1, new int[2], List.of("a"))) {
            ModelCard card = card("here", "there", null, List.of(DataRecord.of("source", set)));
            DatasetInfo moved = DataCatalog.entry("mnist");

            assertThat(card.domainOf(moved, set::sha256)).isEqualTo(Domain.SOURCE);
            assertThat(card.domainOf(moved, other::sha256)).isEqualTo(Domain.TARGET);
        }
    }

    @Test
    void read_givesBackTheImagesOfTheTraining() {
        ExampleKeys keys = ExampleKeys.of("AQIDBA==");
        try (Network network = new Network(NET, 3)) {
            SavedModel.write(file, network, CARD, keys);
        }
        try (SavedModel read = SavedModel.read(file)) {
            assertThat(read.trainingExamples()).isEqualTo(keys);
        }
    }

    @Test
    void read_refusesImagesThatCannotBeRead() {
        try (Network network = new Network(NET, 3)) {
            Map<String, String> texts = Map.of("dann4j", RunJson.write(CARD), "dann4j.images", "gA==");
            AtomicFile.write(file, out -> SafeTensors.write(out, network.state(), texts));
        }
        assertThatThrownBy(() -> SavedModel.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("the images of its training cannot be read");
    }

    /**
     * Older models do not contain the data of their training: there is no claim about a dataset of the catalogue, and a
     * remark about a folder.
     */
    @Test
    void anOlderModel_claimsNothingAboutItsTraining() {
        String card = RunJson.write(CARD).replaceFirst("(?s),\\s*\"directory\".*}", "}");
        assertThat(card).doesNotContain("directory", "\"data\"");
        try (Network network = new Network(NET, 3)) {
            AtomicFile.write(file, out -> SafeTensors.write(out, network.state(), Map.of("dann4j", card)));
        }
        try (SavedModel read = SavedModel.read(file);
                ImageSet set = ImageSet.labeled(
                        "mnist", Split.TEST, new byte[8], new ImageSize(2, 2), 1, new int[2], List.of("a"))) {
            TrainingOverlap overlap = TrainingOverlap.of(read, DataCatalog.entry("mnist"), set);

            assertThat(read.card()).isEqualTo(CARD);
            assertThat(overlap.trainedOn()).isNull();
            assertThat(overlap.isOfTraining()).isNull();
            assertThat(overlap.remarks()).isEmpty();
        }
    }

    private static ModelCard card(String source, String target, @Nullable Path directory, List<DataRecord> data) {
        return new ModelCard(
                "dann",
                source,
                target,
                0,
                CARD.classNames(),
                NET,
                CARD.preprocessing(),
                CARD.normalisation(),
                Domain.TARGET,
                List.of(),
                directory == null ? null : directory.toString(),
                data,
                null);
    }

    private static int parameters() {
        try (Network network = new Network(NET, 3)) {
            return network.state().values().stream()
                    .mapToInt(tensor -> Math.toIntExact(tensor.numel()))
                    .sum();
        }
    }
}
