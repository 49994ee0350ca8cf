package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedCommandTest {
    @TempDir
    private Path temp;

    private Path out;

    @BeforeEach
    void nameTheOutput() {
        out = temp.resolve("out");
    }

    @Test
    void featuresOfARun_areDrawnByDomainAndByClass() throws IOException {
        TinySets sets = new TinySets(temp.resolve("data"));
        Path run = temp.resolve("run");
        assertThat(Cli.run(Cli.tiny("train", sets, "--batch", "8", "--out", run.toString()))
                        .code())
                .isZero();
        Cli embed = embed(run.toString(), "--data", sets.folder().toString(), "--precision", "fp32");

        assertThat(embed.code()).as(embed.err()).isZero();
        assertThat(embed.out()).contains("features of dann, mnist → mnist-m: 40 points", "perplexity 13", "Written");
        assertThat(Files.readAllLines(out.resolve("embedding.csv")))
                .hasSize(41)
                .startsWith("number,x,y,domain,class")
                .anyMatch(line -> line.endsWith(",source: mnist,3"))
                .anyMatch(line -> line.endsWith(",target: mnist-m,9"));
        assertThat(ImageIO.read(out.resolve("embedding.png").toFile()).getWidth())
                .isEqualTo(1800);
    }

    @Test
    void pixelsOfASet_areDrawn_theSameEachTime() throws IOException {
        TinySets sets = new TinySets(temp.resolve("data"));
        String[] arguments = {"mnist", "--split", "all", "--data", sets.folder().toString(), "--json"};
        Cli first = embed(arguments);
        byte[] places = Files.readAllBytes(out.resolve("embedding.csv"));
        Cli second = embed(arguments);

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(second.code()).isZero();
        JsonNode result = new ObjectMapper().readTree(first.out());
        assertThat(result.get("points").asInt()).isEqualTo(TinySets.TRAIN + TinySets.TEST);
        assertThat(result.get("columns").asInt()).isEqualTo(784);
        assertThat(result.get("components").asInt()).isEqualTo(50);
        assertThat(result.get("klDivergence").asDouble()).isPositive();
        assertThat(Files.readAllBytes(out.resolve("embedding.csv"))).isEqualTo(places);
    }

    @Test
    void tableOfOnesOwn_isDrawnByItsLabels() throws IOException {
        Path table = table(60);
        Cli tsne = embed(table.toString(), "--labels", "kind", "--iterations", "100", "--images", "50");
        Cli pca = embed(table.toString(), "--labels", "kind", "--with", "pca");

        assertThat(tsne.code()).as(tsne.err()).isZero();
        assertThat(tsne.err()).contains("nearest neighbours", "iteration 350 of 350");
        assertThat(tsne.out()).contains("50 points of 3 columns");
        assertThat(pca.code()).as(pca.err()).isZero();
        assertThat(pca.out()).contains("60 points of 3 columns", "% of the variance");
        assertThat(Files.readAllLines(out.resolve("embedding.csv")))
                .hasSize(61)
                .anyMatch(line -> line.endsWith(",\"a, b\""));
    }

    @Test
    void formats_areWrittenAsAskedFor() throws IOException {
        Cli pca = embed(table(60).toString(), "--labels", "kind", "--with", "pca", "--format", "svg,csv", "--json");

        assertThat(pca.code()).as(pca.err()).isZero();
        assertThat(Files.readString(out.resolve("embedding.svg")))
                .contains("<svg", "principal component 2 (", "% of the variance)", ">a, b<");
        assertThat(out.resolve("embedding.csv")).exists();
        assertThat(out.resolve("embedding.png")).doesNotExist();
        JsonNode result = new ObjectMapper().readTree(pca.out());
        assertThat(result.get("drawing").asText()).endsWith("embedding.svg");
        assertThat(result.has("picture")).isFalse();
    }

    @Test
    void badInput_isOneLine_andLeavesNothing() throws IOException {
        Path table = table(20);
        Path nan = Files.writeString(temp.resolve("nan.csv"), "1,2\n3,nan\n");
        Path one = Files.writeString(temp.resolve("one.csv"), "1,2\n");

        assertLine(embed("mnits"), 2, "'mnits' is no file, no folder and no data set", "nearest: mnist");
        assertLine(embed(table.toString(), "--labels", "kind", "--perplexity", "0"), 2, "perplexity must be 1");
        assertLine(embed(table.toString(), "--labels", "kind", "--images", "1"), 2, "--images");
        assertLine(
                embed(table.toString(), "--labels", "kind", "--iterations", "-1"), 2, "iterations must be 0 or more");
        assertLine(embed("mnist", "--labels", "kind"), 2, "--labels");
        assertLine(embed(temp.toString(), "--split", "all"), 2, "--split");
        assertLine(embed(table.toString(), "--labels", "kind", "--format", "pdf"), 2, "--format", "pdf");
        assertLine(embed(table.toString()), 1, "no finite number", "--labels");
        assertLine(embed(nan.toString()), 1, "nan.csv");
        assertLine(embed(one.toString()), 1, "at least 2 points, got 1");
        assertLine(embed(temp.resolve("none.npy").toString()), 1, "none.npy", "no such file");
        assertLine(embed(temp.toString()), 1, "model.safetensors");
        Files.writeString(temp.resolve("results.json"), "{}");
        assertLine(embed(temp.toString()), 1, "model.safetensors", "a comparison keeps no model");
    }

    private void assertLine(Cli run, int code, String... parts) {
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).contains(parts).doesNotContain("\tat ").doesNotContain("internal error");
        assertThat(out).doesNotExist();
    }

    private Path table(int rows) throws IOException {
        StringBuilder text = new StringBuilder("x,y,z,kind\n");
        Random random = new Random(1);
        for (int i = 0; i < rows; i++) {
            text.append(random.nextGaussian() + 9 * (i % 2))
                    .append(',')
                    .append(random.nextGaussian())
                    .append(',')
                    .append(random.nextGaussian())
                    .append(i % 2 == 0 ? ",\"a, b\"\n" : ",c\n");
        }
        return Files.writeString(temp.resolve("table.csv"), text);
    }

    private Cli embed(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "embed";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--out";
        all[arguments.length + 2] = out.toString();
        return Cli.run(all);
    }
}
