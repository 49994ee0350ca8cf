package io.github.dann4j.predict;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.dann4j.data.prepare.ImagePreprocessing;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.data.prepare.Resize;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.files.FileException;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.SafeTensors;
import io.github.dann4j.recipe.RunJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads hostile bytes as model files: each is read, or refused by one line of a {@link ModelException}. As for data
 * files, a usual build runs the seeds, and {@code JAZZER_FUZZ=1} continues the search.
 */
class HostileModelsFuzzIT {
    private static final String DURATION = "10m";
    private static final Path FOLDER = temporaryFolder();
    private static final NetworkSpec NET = new NetworkSpec(
            "tiny",
            8,
            1,
            List.of(new Layer.Flatten()),
            List.of(new Layer.Linear(2)),
            List.of(new Layer.Linear(1)),
            0,
            NetworkSpec.Statistics.SHARED);

    static Stream<byte[]> seeds() {
        String card = card();
        String labels = "\"classNames\" : [ \"a\", \"b\" ]";
        return Stream.concat(
                Stream.of(
                                card,
                                card.replace(labels, "\"classNames\":[\"a\"]"),
                                card.replace(labels, "\"classNames\":[null,\"b\"]"),
                                card.replace(labels, "\"classNames\":[7,\"b\"]"),
                                card.replace(labels, "\"classNames\":null"),
                                card.replace(labels, "\"classNames\":[\"\\u001b[2J\",\"=cmd\"]"),
                                card.replace(
                                        "\"imageSizes\" : [ ]",
                                        "\"imageSizes\":[{\"height\":100000,\"width\":100000},{\"height\":1,\"width\":1}]"),
                                card.replace("\"imageSizes\" : [ ]", "\"imageSizes\":[null,null]"),
                                card.replace("\"size\" : 8", "\"size\":16"),
                                card.replace("\"network\" : {", "\"more\":1,\"network\" : {"),
                                card.replace("\"type\" : \"flatten\"", "\"type\":\"java.lang.Runtime\""),
                                "[]",
                                "null",
                                "7")
                        .map(HostileModelsFuzzIT::model),
                Stream.of(
                        header(
                                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[9223372036854775807,-9223372036854775805]}}"),
                        header("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[\"0\",4.0]}}"),
                        header(
                                "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}"),
                        header(
                                "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}"),
                        header("{\"a\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]}}"),
                        header("[]"),
                        header("{} {}")));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = DURATION)
    void model(byte[] bytes) {
        Path file = FOLDER.resolve("model.safetensors");
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            SavedModel.read(file).close();
        } catch (ModelException | FileException e) {
            if (e.getMessage() == null
                    || e.getMessage().isBlank()
                    || e.getMessage().contains("\n")) {
                throw new AssertionError("a refusal is one line", e);
            }
        }
    }

    private static String card() {
        return RunJson.write(new ModelCard(
                "dann",
                "here",
                "there",
                0,
                List.of("a", "b"),
                NET,
                new ImagePreprocessing(8, 1, Resize.AREA, Scaling.MEAN_SD),
                new Normalisation(List.of(0.5), List.of(0.5)),
                Domain.TARGET));
    }

    private static byte[] model(String card) {
        try (Network network = new Network(NET, 1)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            SafeTensors.write(out, network.state(), Map.of("dann4j", card));
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Eight bytes of values follow. */
    private static byte[] header(String json) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("hostile-models");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
