package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.predict.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code train --from}. */
class InitialModelTest {
    @TempDir
    private Path temp;

    private TinySets sets;

    @BeforeEach
    void makeSets() throws IOException {
        sets = new TinySets(temp.resolve("data"));
    }

    private Cli train(String method, String out, String... more) {
        List<String> args = new ArrayList<>(List.of(Cli.tiny("train", sets, "--batch", "8", "--method", method)));
        args.addAll(List.of(
                "--preset", "quick", "--no-report", "--out", temp.resolve(out).toString()));
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    /**
     * SHOT from a model keeps the label predictor bit for bit, changes the features, and does not take a single step on
     * the source.
     */
    @Test
    void shot_beginsFromTheModel_andSeesNoSource() throws IOException {
        Cli first = train("source-only", "first");
        assertThat(first.code()).as(first.err()).isZero();
        Cli second = train("shot", "second", "--from", temp.resolve("first").toString());
        assertThat(second.code()).as(second.err()).isZero();

        try (SavedModel before = SavedModel.of(temp.resolve("first"));
                SavedModel after = SavedModel.of(temp.resolve("second"))) {
            assertThat(values(after, "labels.1.weight")).isEqualTo(values(before, "labels.1.weight"));
            assertThat(values(after, "features.0.weight")).isNotEqualTo(values(before, "features.0.weight"));
            assertThat(after.card().normalisation()).isEqualTo(before.card().normalisation());
        }
        List<String> steps = Files.readAllLines(temp.resolve("second/metrics.jsonl")).stream()
                .filter(line -> line.contains("\"step\""))
                .filter(line -> line.contains("\"event\":\"step\""))
                .toList();
        assertThat(steps)
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("entropy").doesNotContain("labelLoss"));
        JsonNode recipe = new ObjectMapper()
                .readTree(temp.resolve("second/results.json").toFile())
                .path("recipe");
        assertThat(recipe.at("/methods/shot/warmUp").asDouble(-1)).isZero();
    }

    private static List<Float> values(SavedModel model, String name) {
        try (PointerScope scope = new PointerScope()) {
            List<Float> values = new ArrayList<>();
            for (float value : Tensors.floats(model.network().state().get(name))) {
                values.add(value);
            }
            return values;
        }
    }

    @Test
    void aModelThatIsNone_isOneLine() {
        Cli run = train(
                "shot", "out", "--from", temp.resolve("nowhere.safetensors").toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("nowhere.safetensors: no such file").doesNotContain("\tat ");
        assertThat(temp.resolve("out")).doesNotExist();
    }
}
