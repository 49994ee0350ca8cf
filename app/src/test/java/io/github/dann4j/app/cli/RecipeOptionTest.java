package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeOptionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path temp;

    private TinySets sets;

    @BeforeEach
    void makeSets() throws IOException {
        sets = new TinySets(temp.resolve("data"));
    }

    @Test
    void recipeOfAResultsFile_givesTheSameResults() throws IOException {
        JsonNode first = compare("first", "--preset", "quick", "--lambda", "0.7");
        JsonNode again =
                compare("again", "--recipe", temp.resolve("first/results.json").toString());

        assertThat(again.path("recipe")).isEqualTo(first.path("recipe"));
        assertThat(again.path("runs").get(0).path("curve"))
                .isEqualTo(first.path("runs").get(0).path("curve"));
        assertThat(again.path("preset").asText()).isEqualTo("results.json");
    }

    @Test
    void recipeThatIsNone_isOneLine() throws IOException {
        Path file = Files.writeString(temp.resolve("mine.json"), "{\"steps\": 5}");
        Cli run = Cli.run("compare", "--recipe", file.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("mine.json").doesNotContain("\tat ");
        assertThat(run.err().lines()).hasSize(2);
        assertThat(Cli.run("compare", "--recipe", temp.resolve("none").toString())
                        .err())
                .contains("no such file");
        assertThat(Cli.run("compare", "--recipe", file.toString(), "--preset", "best")
                        .err())
                .contains("exclude each other");
    }

    private JsonNode compare(String name, String... more) throws IOException {
        String[] args = Cli.tiny("compare", sets, more);
        String[] all = java.util.Arrays.copyOf(args, args.length + 8);
        String[] fixed = {
            "--batch",
            "8",
            "--seeds",
            "0",
            "--methods",
            "dann",
            "--out",
            temp.resolve(name).toString()
        };
        System.arraycopy(fixed, 0, all, args.length, fixed.length);
        Cli run = Cli.run(all);
        assertThat(run.code()).as(run.err()).isZero();
        return JSON.readTree(temp.resolve(name).resolve("results.json").toFile());
    }
}
