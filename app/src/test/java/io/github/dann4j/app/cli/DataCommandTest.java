package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.name.DatasetInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {
    @TempDir
    private Path temp;

    @Test
    void list_namesEverySetAndWhereItIs() throws IOException {
        TinySets sets = new TinySets(temp.resolve("data"));
        Cli run = Cli.run("data", "list", "--data", sets.folder().toString());

        assertThat(run.code()).isZero();
        assertThat(run.out().lines().takeWhile(line -> !line.isEmpty()))
                .hasSameSizeAs(DataCatalog.entries())
                .anyMatch(line ->
                        line.startsWith("mnist ") && line.contains(sets.folder().toString()))
                .anyMatch(line -> line.startsWith("syn-numbers") && line.endsWith("generated"));
        assertThat(DataCatalog.entries()).extracting(DatasetInfo::name).allMatch(run.out()::contains);
    }

    @Test
    void info_tellsShapesCountsAndClasses() throws IOException {
        TinySets sets = new TinySets(temp.resolve("data"));
        Cli run = Cli.run("data", "info", "mnist", "--data", sets.folder().toString());

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("60 images of 28 x 28, grey", "20 images", "0 6, 1 6", "licence", "LeCun");
    }

    @Test
    void show_drawsAnImage() throws IOException {
        Path file = temp.resolve("sheet.png");
        Cli run = Cli.run(
                "data",
                "show",
                "syn-numbers",
                "--train",
                "30",
                "--images",
                "12",
                "--columns",
                "4",
                "--out",
                file.toString());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(ImageIO.read(file.toFile()).getWidth()).isGreaterThan(4 * 32);
    }

    @Test
    void make_writesFourFilesTheSameEachTime() throws IOException {
        String[] make = {"data", "make", "printed", "--train", "20", "--test", "10", "--seed", "4", "--out"};
        Path first = temp.resolve("first");
        Path second = temp.resolve("second");
        for (Path folder : new Path[] {first, second}) {
            Cli run = Cli.run(
                    Stream.concat(Stream.of(make), Stream.of(folder.toString())).toArray(String[]::new));
            assertThat(run.code()).as(run.err()).isZero();
        }

        try (Stream<Path> files = Files.list(first)) {
            assertThat(files)
                    .hasSize(4)
                    .allSatisfy(file ->
                            assertThat(second.resolve(file.getFileName())).hasSameBinaryContentAs(file));
        }
    }

    @Test
    void makeOfASetOfFiles_isUsage() {
        Cli run = Cli.run("data", "make", "mnist", "--out", temp.resolve("made").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("'mnist' is not a generated dataset");
        assertThat(temp.resolve("made")).doesNotExist();
    }

    @Test
    void impossibleSize_isUsage() {
        assertThat(Cli.run("data", "show", "printed", "--train", "0", "--out", "x.png")
                        .code())
                .isEqualTo(2);
        assertThat(Cli.run("data", "show", "printed", "--images", "0", "--out", "x.png")
                        .err())
                .contains("1 to 10000")
                .doesNotContain("\tat ");
    }
}
