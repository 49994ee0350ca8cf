package io.github.dann4j.app.cli.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.app.cli.Cli;
import io.github.dann4j.app.cli.RealData;
import io.github.dann4j.app.cli.TinySets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaperCommandTest {
    @TempDir
    private Path temp;

    @Test
    void paper_alone_namesItsCommands() {
        Cli run = Cli.run("paper");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("command missing; choose one of paper moons, amazon, distance, digits, signs or all");
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
        assertThat(pair.err()).contains("'book-dvd' is not a pair of review domains; did you mean books-dvd?");
        Cli seeds = Cli.run("paper", "amazon", "--seeds", "1,1");
        assertThat(seeds.code()).isEqualTo(2);
        assertThat(seeds.err()).contains("seeds must be at least one and all different, got [1, 1]");
        assertThat(Cli.run("paper", "digits", "--pairs", "mnist-usps").err())
                .contains("'mnist-usps' is not a pair of table 2; did you mean mnist-mnist-m?");
        assertThat(Cli.run("paper", "signs", "--steps", "0").err()).contains("--steps must be at least 1, got 0");
        assertThat(Cli.run("paper", "signs", "--seeds", "1,1").err())
                .contains("seeds must be at least one and all different, got [1, 1]");
        assertThat(Cli.run("paper", "distance", "--hidden", "0").err()).contains("hidden must be 1 to 10,000, got 0");
    }

    @Test
    void digits_areTrainedOnce_andContinued() throws IOException {
        TinySets sets = new TinySets(temp.resolve("data"));
        sets.write("mnist/train-images-idx3-ubyte.gz", TinySets.images(80, 28, 1));
        sets.write("mnist/train-labels-idx1-ubyte.gz", TinySets.labels(80));
        sets.write("mnist-m/mnistm-train-images-idx4-ubyte.gz", TinySets.images(70, 32, 3));
        sets.write("mnist-m/mnistm-train-labels-idx1-ubyte.gz", TinySets.labels(70));
        String[] command = {
            "paper",
            "digits",
            "--data",
            sets.folder().toString(),
            "--pairs",
            "mnist-mnist-m",
            "--seeds",
            "7",
            "--steps",
            "3",
            "--threads",
            "1",
            "--precision",
            "fp32",
            "--json",
            "--out",
            temp.resolve("out").toString()
        };
        Cli first = Cli.run(command);
        assertThat(first.code()).as(first.err()).isZero();
        JsonNode table = new ObjectMapper().readTree(first.out());
        assertThat(table.findValuesAsText("method"))
                .startsWith("SOURCE_ONLY", "SUBSPACE_ALIGNMENT", "DANN", "TRAIN_ON_TARGET")
                .endsWith("source-only", "dann", "target-only");
        assertThat(table.get("rows").get(2).get("published").asDouble()).isEqualTo(76.66);
        assertThat(table.get("trainings").get(1).get("sourceImages").asInt()).isEqualTo(80);
        assertThat(table.get("trainings").get(1).get("targetImages").asInt()).isEqualTo(70);
        assertThat(table.get("trainings").get(2).get("svm").isNull()).isTrue();

        Files.delete(temp.resolve("out/mnist-mnist-m-dann-7.json"));
        Cli again = Cli.run(command);
        assertThat(again.err()).contains("source-only, seed 7, trained before").contains("training 2 of 3");
        assertThat(without("seconds", again.out())).isEqualTo(without("seconds", first.out()));

        command[9] = "4";
        Cli other = Cli.run(command);
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains("another recipe or other data").contains("or another --out");
    }

    @Test
    void all_runsWhatIsMissing_andPrintsEveryResult() throws IOException {
        for (String part : List.of("amazon", "amazon-msda", "distance", "digits", "signs")) {
            String file = part.equals("distance") ? "distances.json" : "table.json";
            Files.writeString(Files.createDirectories(temp.resolve(part)).resolve(file), "{\"of\" : \"" + part + "\"}");
        }
        Cli run = Cli.run("paper", "all", "--seeds", "42", "--threads", "1", "--json", "--out", temp.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("amazon-msda: computed before").doesNotContain("moons: computed before");
        JsonNode all = new ObjectMapper().readTree(run.out());
        assertThat(all.get("signs").get("of").asText()).isEqualTo("signs");
        assertThat(all.get("moons").get("seeds").get(0).get("dann").asDouble()).isEqualTo(146 / 150.0, within(1e-12));
    }

    @Test
    void all_endsWithTheFirstFailure() throws IOException {
        Cli run = Cli.run(
                "paper",
                "all",
                "--seeds",
                "42",
                "--offline",
                "--data",
                Files.createDirectories(temp.resolve("none")).toString(),
                "--out",
                temp.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("amazon/books_train.svmlight");
        assertThat(temp.resolve("moons/moons.json")).isNotEmptyFile();
    }

    private static String without(String key, String json) {
        return json.replaceAll("\"" + key + "\" : [0-9.E-]+", "");
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
