package io.github.dann4j.app.cli.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.app.cli.Cli;
import io.github.dann4j.app.cli.RealData;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaperCommandTest {
    @TempDir
    private Path temp;

    @Test
    void paper_alone_namesItsCommands() {
        Cli run = Cli.run("paper");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("command missing; choose one of paper moons, amazon or distance");
    }

    @Test
    void moons_areTrainedAndDrawn() throws IOException {
        Cli run = Cli.run("paper", "moons", "--seeds", "42", "--threads", "1", "--json", "--out", temp.toString());
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode one = new ObjectMapper().readTree(run.out()).get("seeds").get(0);

        // As a transcription of the authors' program to NumPy computes them.
        assertThat(one.get("nn").asDouble()).isEqualTo(124 / 150.0, within(1e-12));
        assertThat(one.get("dann").asDouble()).isEqualTo(146 / 150.0, within(1e-12));
        assertThat(temp.resolve("moons.png")).isNotEmptyFile();
        assertThat(temp.resolve("moons.json")).content().contains("\"dannSource\" : 1.0");
    }

    @Test
    void wrongValues_areWrongUsage() {
        assertThat(Cli.run("paper", "moons", "--points", "3").err()).contains("--points must be 4 to 1,000,000");
        Cli pair = Cli.run("paper", "amazon", "--pairs", "book-dvd");
        assertThat(pair.code()).isEqualTo(2);
        assertThat(pair.err()).contains("'book-dvd' is no pair of review domains; did you mean books-dvd?");
        Cli seeds = Cli.run("paper", "amazon", "--seeds", "1,1");
        assertThat(seeds.code()).isEqualTo(2);
        assertThat(seeds.err()).contains("seeds must be at least one and all different, got [1, 1]");
        assertThat(Cli.run("paper", "distance", "--hidden", "0").err()).contains("hidden must be 1 to 10,000, got 0");
    }

    @Test
    void missingReviews_areOneLineThatSaysWhereTheyBelong() {
        Cli run = Cli.run("paper", "amazon", "--offline", "--data", temp.toString(), "--out", temp + "/out");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("amazon-books").contains("amazon/books_train.svmlight");
    }

    @Test
    void reviews_ofThePaper_areNearItsFigures() throws IOException {
        Path data = RealData.folder();
        assumeTrue(data != null && data.resolve("amazon").toFile().isDirectory(), "no Amazon reviews here");
        Cli run = Cli.run(
                "paper",
                "amazon",
                "--data",
                String.valueOf(data),
                "--offline",
                "--pairs",
                "kitchen-electronics",
                "--passes",
                "30",
                "--json",
                "--out",
                temp.toString());
        assertThat(run.code()).as(run.err()).isZero();
        JsonNode means = new ObjectMapper().readTree(run.out()).get("means");
        for (JsonNode mean : means) {
            assertThat(100 * mean.get("accuracy").asDouble())
                    .as(mean.toString())
                    .isEqualTo(mean.get("published").asDouble(), within(1.5));
        }
    }
}
