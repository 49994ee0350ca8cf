package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.engine.Threads;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(embed.out()).contains("features of dann-pl, mnist → mnist-m: 40 points", "perplexity 13", "Written");
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

        assertLine(embed("mnits"), 2, "'mnits' is not a file, a folder or a dataset", "nearest: mnist");
        assertLine(embed(table.toString(), "--labels", "kind", "--perplexity", "0"), 2, "perplexity must be 1");
        assertLine(embed(table.toString(), "--labels", "kind", "--images", "1"), 2, "--images");
        assertLine(
                embed(table.toString(), "--labels", "kind", "--iterations", "-1"), 2, "iterations must be 0 or more");
        assertLine(embed("mnist", "--labels", "kind"), 2, "--labels");
        assertLine(embed(temp.toString(), "--split", "all"), 2, "--split");
        assertLine(embed(table.toString(), "--labels", "kind", "--format", "pdf"), 2, "--format", "pdf");
        assertLine(embed(table.toString()), 1, "not a finite number", "--labels");
        assertLine(embed(nan.toString()), 1, "nan.csv");
        assertLine(embed(one.toString()), 1, "at least 2 points, got 1");
        assertLine(embed(temp.resolve("none.npy").toString()), 1, "none.npy", "no such file");
        assertLine(embed(temp.toString()), 1, "model.safetensors");
        Files.writeString(temp.resolve("results.json"), "{}");
        assertLine(embed(temp.toString()), 1, "model.safetensors", "compare does not save models");
    }

    /** Forty points in plain form, and in the forms that other programs write. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain |  |  | ",
                "mark |  |  | ",
                "counted |  |  | first line taken as names: 0, 1, 2",
                "labelled | --labels | 1 | ",
                "indexed |  |  | column 1 has no name and counts the rows; left out",
            })
    void aTableOfFortyPoints_hasFortyPoints_numberedFromZero(String kind, String option, String value, String remark)
            throws IOException {
        List<String> rows = fortyRows();
        List<String> written = new ArrayList<>();
        switch (kind) {
            case "mark" -> written.add("\uFEFF" + rows.get(0));
            case "counted" -> written.add("0,1,2");
            case "indexed" -> written.add(",a,b,c");
            default -> {}
        }
        for (int i = kind.equals("mark") ? 1 : 0; i < rows.size(); i++) {
            written.add((kind.equals("labelled") ? (i + 1) % 2 + "," : kind.equals("indexed") ? i + "," : "")
                    + rows.get(i));
        }
        Path file = Files.write(temp.resolve("t.csv"), written);
        Cli run = option == null
                ? embed(file.toString(), "--with", "pca", "--quiet")
                : embed(file.toString(), "--with", "pca", "--quiet", option, value);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("40 points of 3 columns");
        assertThat(run.err().strip()).isEqualTo(remark == null ? "" : file + ": " + remark);
        List<String> places = Files.readAllLines(out.resolve("embedding.csv"));
        assertThat(places).hasSize(41);
        assertThat(places.get(1)).startsWith("0,");
        assertThat(places.get(40)).startsWith("39,");
        String plain = places.get(1).split(",")[1];
        Path again = Files.write(temp.resolve("again.csv"), rows);
        assertThat(embed(again.toString(), "--with", "pca").code()).isZero();
        assertThat(Files.readAllLines(out.resolve("embedding.csv")).get(1).split(",")[1])
                .isEqualTo(plain);
    }

    @Test
    void aFirstLineOfNumbersAndGaps_isRefused() throws IOException {
        List<String> rows = new ArrayList<>(List.of(",0.5,0.5"));
        rows.addAll(fortyRows());
        Path file = Files.write(temp.resolve("gap.csv"), rows);

        assertLine(embed(file.toString()), 1, "gap.csv, line 1: some cells are numbers and some are not");
    }

    private static List<String> fortyRows() {
        Random random = new Random(1);
        return IntStream.range(0, 40)
                .mapToObj(i -> "%s,%s,%s".formatted(random.nextFloat(), random.nextFloat(), random.nextFloat()))
                .toList();
    }

    @Test
    void splitsOfDifferentImageSizes_areRefusedTogether_andEmbeddedAlone() throws IOException {
        TinySets sets = new TinySets(temp.resolve("sets"));
        String data = sets.folder().toString();
        for (int[] sides : new int[][] {{32, 28}, {28, 32}}) {
            sets.write("mnist-m/mnistm-train-images-idx4-ubyte.gz", TinySets.images(TinySets.TRAIN, sides[0], 3));
            sets.write("mnist-m/mnistm-test-images-idx4-ubyte.gz", TinySets.images(TinySets.TEST, sides[1], 3));
            assertLine(
                    embed("mnist-m", "--data", data, "--split", "all", "--with", "pca"),
                    1,
                    String.format(
                            Locale.ROOT,
                            "its training images are %d x %d, 3 channels, its test images %d x %d, 3 channels",
                            sides[0],
                            sides[0],
                            sides[1],
                            sides[1]),
                    "--split train or --split test");
        }
        Cli alone = embed("mnist-m", "--data", data, "--split", "test", "--with", "pca");
        assertThat(alone.out()).contains("20 points of 3,072 columns");
    }

    /** The images of the training split decide the size at which a folder is stored. */
    @Test
    void splitsOfAFolder_haveOneSize_whateverThatOfTheirImages() throws IOException {
        Path folder = temp.resolve("folder");
        for (String place : List.of("a", "b")) {
            for (int i = 0; i < 6; i++) {
                image(folder.resolve("train").resolve(place).resolve(i + ".png"), 28, i);
                image(folder.resolve("test").resolve(place).resolve(i + ".png"), 32, i);
            }
        }
        assertThat(embed("folder:" + folder, "--split", "all", "--with", "pca").out())
                .contains("24 points of 2,352 columns");
    }

    private static void image(Path file, int side, int shade) throws IOException {
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        image.setRGB(side / 2, side / 2, shade * 40);
        ImageIO.write(image, "png", file.toFile());
    }

    /** Two clusters that are 100 million away from 0, or a hundred-quadrillionth in size. */
    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1e8", "1e-25, 0"})
    void clusters_areFoundWhereverTheyLie_andHoweverSmallTheyAre(double size, double offset) throws IOException {
        Random random = new Random(2);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            List<String> cells = new ArrayList<>();
            for (int c = 0; c < 3; c++) {
                cells.add(String.valueOf(offset + size * (random.nextGaussian() + 8 * (i % 2))));
            }
            rows.add(String.join(",", cells));
        }
        Path file = Files.write(temp.resolve("clusters.csv"), rows);
        Cli run = embed(file.toString(), "--json", "--quiet");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(new ObjectMapper().readTree(run.out()).get("klDivergence").asDouble())
                .isBetween(0.05, 0.25);
        List<double[]> places = Files.readAllLines(out.resolve("embedding.csv")).stream()
                .skip(1)
                .map(line -> Arrays.stream(line.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
        for (double[] one : places) {
            double[] nearest = places.stream()
                    .filter(other -> other != one)
                    .min(Comparator.comparing(other -> Math.hypot(other[1] - one[1], other[2] - one[2])))
                    .orElseThrow();
            assertThat(nearest[0] % 2).isEqualTo(one[0] % 2);
        }
    }

    @Test
    void directionsThatSinglePrecisionCannotTellApart_areRefused() throws IOException {
        Path file = Files.writeString(temp.resolve("far.csv"), "100000000.25,1\n100000000.5,2\n100000000.75,3\n");

        assertLine(embed(file.toString(), "--metric", "cosine"), 1, "subtract the mean of each column");
    }

    @Test
    void moreThreadsThanAMachineCanUse_areBoundedByItsProcessors() throws IOException {
        Cli run = embed(table(20).toString(), "--labels", "kind", "--with", "pca", "--quiet", "--threads", "2000");

        int processors = Runtime.getRuntime().availableProcessors();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err().strip())
                .isEqualTo(String.format(
                        Locale.ROOT,
                        "--threads 2000: this machine has %d processors; using %d threads",
                        processors,
                        processors));
        assertThat(Threads.inUse()).isEqualTo(processors);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa-IR", "tr-TR", "de-DE"})
    void everyLocale_givesTheSameFiles(String tag) throws IOException {
        Locale before = Locale.getDefault();
        List<String> files = new ArrayList<>();
        try {
            for (Locale locale : List.of(Locale.ROOT, Locale.forLanguageTag(tag))) {
                Locale.setDefault(locale);
                Cli run = embed(
                        table(60).toString(), "--labels", "kind", "--with", "pca", "--format", "svg,csv", "--json");
                assertThat(run.code()).as(run.err()).isZero();
                files.add(run.out()
                        + Files.readString(out.resolve("embedding.csv"))
                        + Files.readString(out.resolve("embedding.svg")));
            }
        } finally {
            Locale.setDefault(before);
        }
        assertThat(files.get(1)).isEqualTo(files.get(0));
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
