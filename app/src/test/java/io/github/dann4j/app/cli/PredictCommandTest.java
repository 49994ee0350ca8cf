package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.predict.SavedModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictCommandTest {
    /** Rounding error of an image's probability in batches of other sizes, from the order of the sums. */
    private static final double ROUNDING = 1e-5;

    @TempDir
    private static Path shared;

    @TempDir
    private Path temp;

    private static TinySets sets;
    private static Path run;

    private Path photos;

    @BeforeAll
    static void train() throws IOException {
        sets = new TinySets(shared.resolve("data"));
        run = shared.resolve("run");
        assertThat(Cli.run(Cli.tiny("train", sets, "--batch", "8", "--out", run.toString()))
                        .code())
                .isZero();
    }

    @BeforeEach
    void makePhotos() throws IOException {
        photos = temp.resolve("photos");
        image(photos.resolve("b.png"), 32, 32);
        image(photos.resolve("a.jpg"), 100, 60);
        image(photos.resolve("deeper/c.gif"), 28, 28);
        image(photos.resolve(".hidden.png"), 28, 28);
    }

    private static void image(Path file, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(width);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, random.nextInt());
        }
        Files.createDirectories(file.getParent());
        String name = file.getFileName().toString();
        ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
    }

    private static Cli predict(String... arguments) {
        List<String> all = new ArrayList<>(List.of("predict", run.toString(), "--threads", "1"));
        all.addAll(List.of("--data", sets.folder().toString()));
        all.addAll(List.of(arguments));
        return Cli.run(all.toArray(String[]::new));
    }

    @Test
    void folder_isReadWithAllBelow_inTheOrderOfTheNames() {
        Cli result = predict(photos.toString(), "--top", "2");

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out().lines().toList())
                .hasSize(4)
                .startsWith("image,index,label,class,probability,label_2,class_2,probability_2");
        assertThat(result.out().lines().skip(1).map(line -> line.replaceFirst(",.*", "")))
                .containsExactly(
                        photos.resolve("a.jpg").toString(),
                        photos.resolve("b.png").toString(),
                        photos.resolve("deeper/c.gif").toString());
        assertThat(result.err()).contains("3 images");
    }

    @Test
    void pattern_andFiles_andFileForTheResult() throws IOException {
        Path out = temp.resolve("out.jsonl");
        Cli result = predict(
                photos + "/*.png",
                photos + "/**.gif",
                photos.resolve("a.jpg").toString(),
                "--json",
                "--out",
                out.toString());

        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).isEmpty();
        List<String> lines = Files.readAllLines(out);
        assertThat(lines).hasSize(3);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.get("image").asText()).endsWith("b.png");
        assertThat(first.get("label").asInt()).isBetween(0, 9);
        assertThat(first.get("class").asText()).isEqualTo(first.get("label").asText());
        assertThat(first.get("probability").asDouble()).isBetween(0.1, 1.0);
    }

    /**
     * Images of files and of a dataset, divided into three shares: together they predict the same as one command, each
     * image once.
     */
    @Test
    void shards_areTogetherTheWhole() {
        Map<String, Double> whole = probabilities(predict(photos.toString(), "mnist-m"));
        Map<String, Double> parts = new HashMap<>();
        for (int part = 0; part < 3; part++) {
            probabilities(predict(photos.toString(), "mnist-m", "--shard", part + "/3"))
                    .forEach((image, probability) -> assertThat(parts.put(image, probability))
                            .as("%s appears twice", image)
                            .isNull());
        }

        assertThat(parts).hasSizeGreaterThan(6).containsOnlyKeys(whole.keySet());
        parts.forEach((image, probability) ->
                assertThat(probability).as(image).isCloseTo(whole.get(image), within(ROUNDING)));
    }

    @Test
    void aFile_staysInItsShard_whateverElseComes() throws IOException {
        for (int i = 0; i < 10; i++) {
            image(photos.resolve(String.format(Locale.ROOT, "p%d.png", i)), 20 + i, 20);
        }
        Map<String, Double> before = probabilities(predict(photos.toString(), "--shard", "1/3"));
        assertThat(before).isNotEmpty();
        for (int i = 0; i < 5; i++) {
            image(photos.resolve(String.format(Locale.ROOT, "a%d.png", i)), 50 + i, 20);
        }

        Map<String, Double> after = probabilities(predict(photos.toString(), "--shard", "1/3"));

        assertThat(after.keySet().stream().filter(key -> !key.matches(".*/a\\d\\.png.*")))
                .containsExactlyInAnyOrderElementsOf(before.keySet());
    }

    /** Returns the probabilities by the preceding cells of the line: image, index and class. */
    private static Map<String, Double> probabilities(Cli result) {
        assertThat(result.code()).as(result.err()).isZero();
        List<String> lines = result.out().lines().toList();
        int column = List.of(lines.get(0).split(",")).indexOf("probability");
        Map<String, Double> probabilities = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            probabilities.put(String.join(",", List.of(cells).subList(0, column)), Double.parseDouble(cells[column]));
        }
        return probabilities;
    }

    @ParameterizedTest
    @ValueSource(strings = {"3/3", "1", "-1/3", "0/0", "a/b"})
    void impossibleShards_areRefused(String shard) {
        Cli result = predict(photos.toString(), "--shard=" + shard);

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--shard");
    }

    @Test
    void unreadableFiles_areToldAndSkipped() throws IOException {
        Files.writeString(photos.resolve("notes.txt"), "no picture");
        byte[] whole = Files.readAllBytes(photos.resolve("b.png"));
        Files.write(photos.resolve("cut.png"), java.util.Arrays.copyOf(whole, whole.length / 2));
        Cli result = predict(photos.toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out().lines()).hasSize(4);
        assertThat(result.err())
                .contains("notes.txt: skipped: not an image", "cut.png: skipped: ", "2 of 5 images got no prediction")
                .doesNotContain("\tat ", "internal error");
    }

    /** Predicts a folder as files, as a dataset, and beside an image of another size. */
    @Test
    void aFolder_isPredictedAlikeAsFilesAndAsASet() throws IOException {
        for (int i = 0; i < 6; i++) {
            image(temp.resolve(String.format(Locale.ROOT, "both/train/%d.png", i)), 90 + i, 90 + i);
            image(temp.resolve(String.format(Locale.ROOT, "both/test/%d.png", i)), 100, 100);
        }
        Path test = temp.resolve("both/test");
        List<Double> asFiles = List.copyOf(inOrder(predict(test.toString())));
        List<Double> asSet = List.copyOf(inOrder(predict("folder:" + temp.resolve("both"))));
        image(test.resolve("9.png"), 33, 70);
        List<Double> beside = inOrder(predict("folder:" + temp.resolve("both"))).subList(0, 6);

        assertThat(asSet).isEqualTo(asFiles);
        for (int i = 0; i < 6; i++) {
            assertThat(beside.get(i)).isCloseTo(asFiles.get(i), within(ROUNDING));
        }
    }

    /** Unlike files, whose part depends on their names. */
    @Test
    void theImagesOfADataset_areDividedByTheirOrder_whichIsTold() throws IOException {
        for (int i = 0; i < 4; i++) {
            image(temp.resolve(String.format(Locale.ROOT, "set/train/%d.png", i)), 90 + i, 90 + i);
            image(temp.resolve(String.format(Locale.ROOT, "set/test/%d.png", i)), 60 + 20 * i, 100);
        }
        String set = "folder:" + temp.resolve("set");
        List<Double> parts = new ArrayList<>();
        for (String part : List.of("0/2", "1/2")) {
            Cli result = predict(set, "--shard", part);
            parts.addAll(inOrder(result));
            assertThat(result.err())
                    .contains("--shard divides these images by their order; do not add or remove files");
        }

        List<Double> whole = inOrder(predict(set));
        assertThat(parts).hasSameSizeAs(whole);
        for (int i = 0; i < 4; i++) {
            assertThat(parts.get(i)).isCloseTo(whole.get(i), within(ROUNDING));
        }
    }

    private static List<Double> inOrder(Cli result) {
        assertThat(result.code()).as(result.err()).isZero();
        int column = List.of(result.out().lines().findFirst().orElseThrow().split(","))
                .indexOf("probability");
        return result.out()
                .lines()
                .skip(1)
                .map(line -> Double.valueOf(line.split(",")[column]))
                .toList();
    }

    @Test
    void aLinkWhoseTargetIsMissing_isToldAndCounted() throws IOException {
        Files.createSymbolicLink(photos.resolve("gone.png"), Path.of("nowhere.png"));
        for (Cli result : List.of(
                predict(photos.toString()),
                predict(photos + "/*.png"),
                predict(
                        photos.resolve("gone.png").toString(),
                        photos.resolve("b.png").toString()))) {
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.out().lines()).hasSizeGreaterThan(1);
            assertThat(result.err())
                    .contains("gone.png: skipped: a link whose target does not exist", "1 of")
                    .doesNotContain("internal error");
        }
    }

    @Test
    void dataSet_isPredictedAsItIsTested() throws IOException {
        Cli predicted = predict("mnist-m", "--json", "--explain");
        Cli tested = Cli.run(
                "evaluate",
                run.toString(),
                "--on",
                "mnist-m",
                "--data",
                sets.folder().toString(),
                "--json",
                "--precision",
                "fp32",
                "--threads",
                "1");

        assertThat(predicted.code()).as(predicted.err()).isZero();
        ObjectMapper mapper = new ObjectMapper();
        int right = 0;
        for (String line : predicted.out().lines().toList()) {
            JsonNode node = mapper.readTree(line);
            right += node.get("label").asInt() == node.get("index").asInt() % 10 ? 1 : 0;
            JsonNode nearest = node.get("nearest");
            assertThat(nearest).hasSize(3);
            assertThat(nearest.get(0).get("distance").asDouble())
                    .isLessThanOrEqualTo(nearest.get(1).get("distance").asDouble());
            assertThat(nearest.get(0).get("split").asText()).isEqualTo("train");
            assertThat(nearest.get(0).get("label").asInt())
                    .isEqualTo(nearest.get(0).get("index").asInt() % 10);
        }
        assertThat(right / (double) TinySets.TEST)
                .isEqualTo(mapper.readTree(tested.out()).get("accuracy").asDouble());
    }

    /** The nearest neighbour of a training image is the image itself, at distance 0. */
    @Test
    void explanation_findsTheImageItself() throws IOException {
        Cli result = predict("mnist-m", "--split", "train", "--explain", "--json");

        ObjectMapper mapper = new ObjectMapper();
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSize(TinySets.TRAIN);
        for (String line : lines) {
            JsonNode node = mapper.readTree(line);
            JsonNode first = node.get("nearest").get(0);
            assertThat(first.get("set").asText()).isEqualTo("mnist-m");
            assertThat(first.get("index").asInt()).isEqualTo(node.get("index").asInt());
            assertThat(first.get("distance").asDouble()).isLessThan(0.05);
        }
        assertThat(predict(photos.toString(), "--explain")
                        .out()
                        .lines()
                        .findFirst()
                        .orElseThrow())
                .contains(
                        "near_1_set,near_1_split,near_1_index,near_1_label,near_1_class,near_1_distance",
                        "near_3_distance");
    }

    @Test
    void badInput_isOneLine() {
        assertLine(predict("nowhere.png"), 2, "'nowhere.png' is not a file, a folder or a dataset");
        assertLine(predict("mnist", "--top", "0"), 2, "--top must be at least 1");
        assertLine(predict(photos + "/*.tif"), 1, "*.tif: no files found");
        assertLine(predict("mnist", "--out", temp.resolve("none/x.csv").toString()), 1, "no folder");
        assertLine(Cli.run("predict", temp.toString(), photos.toString()), 1, "model.safetensors", "no such file");
        assertThat(temp.resolve("none")).doesNotExist();
    }

    private static void assertLine(Cli result, int code, String... parts) {
        assertThat(result.code()).as(result.err()).isEqualTo(code);
        assertThat(result.err()).contains(parts).doesNotContain("\tat ").doesNotContain("internal error");
    }

    /** A model with finite weights may give outputs that are not finite. */
    @Test
    void predictionsThatAreNotFinite_areToldAndLeftOut() throws IOException {
        Path file = temp.resolve("model.safetensors");
        try (SavedModel model = SavedModel.of(run);
                PointerScope scope = new PointerScope()) {
            model.network().state().forEach((name, tensor) -> {
                if (name.startsWith("labels.") && tensor.dim() == 2) {
                    tensor.detach().fill_(new Scalar(3e38));
                }
            });
            SavedModel.write(file, model.network(), model.card());
        }
        Cli result = Cli.run("predict", file.toString(), "--threads", "1", photos.toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("image,index,label,class,probability\n");
        assertThat(result.err())
                .contains("b.png: skipped: the model gives no finite probabilities")
                .contains("3 of 3 images got no prediction");
    }
}
