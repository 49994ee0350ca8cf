package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that bad input gives one clear line, the right exit code and no stack trace, and leaves no files. */
class BadInputTest {
    private static final String TRAIN_IMAGES = "mnist/train-images-idx3-ubyte.gz";
    private static final String TRAIN_LABELS = "mnist/train-labels-idx1-ubyte.gz";

    @TempDir
    private Path temp;

    private TinySets sets;
    private Path out;

    @BeforeEach
    void makeSets() throws IOException {
        sets = new TinySets(temp.resolve("data"));
        out = temp.resolve("out");
    }

    @Test
    void unknownSet_namesTheNearest() throws IOException {
        assertUsage(Cli.run("compare", "--source", "mnits", "--target", "mnist-m"), "mnits", "nearest: mnist");
    }

    @Test
    void unknownMethod_namesTheNearest() throws IOException {
        assertUsage(compare("--methods", "dannn"), "--methods", "dannn", "nearest: dann", "target-only");
        assertUsage(compare("--methods", "all,dann"), "--methods", "unknown method 'all'");
    }

    @Test
    void unknownVerb_isUsage() throws IOException {
        Cli run = Cli.run("compar");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("compar").contains("compare").doesNotContain("\tat ");
    }

    @Test
    void seedThatIsNoNumber_isUsage() throws IOException {
        assertUsage(compare("--seeds", "x"), "--seeds", "'x'");
    }

    @Test
    void seedTwice_isUsage() throws IOException {
        assertUsage(compare("--seeds", "1,1"), "seeds", "[1, 1]");
    }

    @Test
    void impossibleNumbers_areUsage() throws IOException {
        assertUsage(compare("--batch", "1"), "batch", "at least 2", "1");
        assertUsage(compare("--lambda", "-1"), "lambda", "at least 0", "-1");
        assertUsage(Cli.run("compare", "--threads", "0", "--out", out.toString()), "--threads", "at least 1", "0");
        assertUsage(Cli.run("compare", "--source", "mnist"), "--source and --target");
    }

    @Test
    void impossibleLabelsOfTheTarget_areUsage() throws IOException {
        assertUsage(compare("--target-labels", "-1"), "targetLabels must be at least 0, got -1");
        assertUsage(
                compare("--target-labels", "7"), "--target-labels 7 is more than mnist-m train has", "has 6 images");
        assertUsage(compare("--target-labels", "2", "--methods", "mcd"), "mcd: cannot learn from labels of the target");
        assertUsage(
                Cli.run(Cli.tiny("train", sets, "--target-labels", "2", "--method", "shot")),
                "shot: cannot learn from labels of the target, because it keeps the label predictor of its warm-up");
    }

    @Test
    void missingFile_isNamedWithItsPlace() throws IOException {
        Files.delete(sets.file(TRAIN_IMAGES));
        assertFailure(compare(), "train-images-idx3-ubyte", sets.folder().toString());
    }

    @Test
    void missingDataFolder_isNamed() throws IOException {
        String nowhere = temp.resolve("nowhere").toString();
        assertFailure(
                Cli.run(
                        "compare",
                        "--source",
                        "mnist",
                        "--target",
                        "mnist-m",
                        "--data",
                        nowhere,
                        "--out",
                        out.toString()),
                nowhere);
    }

    @Test
    void truncatedGzip_isNamed() throws IOException {
        byte[] whole = Files.readAllBytes(sets.file(TRAIN_IMAGES));
        Files.write(sets.file(TRAIN_IMAGES), Arrays.copyOf(whole, whole.length / 2));
        assertFailure(compare(), TRAIN_IMAGES);
    }

    @Test
    void wrongMagic_isNamed() throws IOException {
        byte[] images = TinySets.images(TinySets.TRAIN, 28, 1);
        images[2] = 0x0d;
        sets.write(TRAIN_IMAGES, images);
        assertFailure(compare(), TRAIN_IMAGES);
    }

    @Test
    void moreImagesThanLabels_givesBothCounts() throws IOException {
        sets.write(TRAIN_LABELS, TinySets.labels(TinySets.TRAIN - 1));
        assertFailure(compare(), "60", "59");
    }

    @Test
    void labelOutOfRange_isNamed() throws IOException {
        byte[] labels = TinySets.labels(TinySets.TRAIN);
        labels[8 + 7] = 12;
        sets.write(TRAIN_LABELS, labels);
        assertFailure(compare(), "12", "7", TRAIN_LABELS);
    }

    @Test
    void emptyClass_isNamed() throws IOException {
        byte[] labels = TinySets.labels(TinySets.TRAIN);
        for (int i = 8; i < labels.length; i++) {
            labels[i] = labels[i] == 4 ? 5 : labels[i];
        }
        sets.write(TRAIN_LABELS, labels);
        assertFailure(compare(), "class 4", "mnist");
    }

    @Test
    void batchLargerThanTheSet_givesBothNumbers() throws IOException {
        assertFailure(compare("--batch", "61"), "60", "61");
    }

    @Test
    void unwritableOut_isFoundBeforeTraining() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        Cli run = Cli.run(Cli.tiny(
                "compare", sets, "--batch", "8", "--out", file.resolve("below").toString()));
        assertFailure(run, "file", "--out");
        assertThat(run.err()).doesNotContain("steps");
    }

    @Test
    void modelThatIsNone_isNamed() throws IOException {
        Path file = Files.writeString(temp.resolve("model.safetensors"), "this is no model, whatever its name says");
        assertFailure(
                Cli.run(
                        "evaluate",
                        file.toString(),
                        "--on",
                        "mnist",
                        "--data",
                        sets.folder().toString()),
                "model.safetensors");
        assertFailure(Cli.run("evaluate", temp.resolve("none").toString(), "--on", "mnist"), "none", "no such file");
    }

    @Test
    void verbose_showsTheStackTrace() throws IOException {
        Files.delete(sets.file(TRAIN_IMAGES));
        assertThat(compare("--verbose").err()).contains("\tat ");
    }

    private Cli compare(String... more) {
        String[] fixed = {"--out", out.toString()};
        String[] all = Stream.concat(Arrays.stream(fixed), Arrays.stream(more)).toArray(String[]::new);
        boolean batch = Arrays.asList(more).contains("--batch");
        return Cli.run(Cli.tiny(
                "compare",
                sets,
                batch
                        ? all
                        : Stream.concat(Stream.of("--batch", "8"), Arrays.stream(all))
                                .toArray(String[]::new)));
    }

    private void assertUsage(Cli run, String... parts) throws IOException {
        assertThat(run.code()).as(run.err()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(2);
        assertThat(run.err()).contains("--help");
        assertClean(run, parts);
    }

    private void assertFailure(Cli run, String... parts) throws IOException {
        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.err().lines()).as(run.err()).hasSize(1);
        assertClean(run, parts);
    }

    private void assertClean(Cli run, String... parts) throws IOException {
        assertThat(run.err()).startsWith("dann4j: ").contains(parts).doesNotContain("\tat ", "Exception");
        assertThat(run.out()).isEmpty();
        assertThat(out).doesNotExist();
    }
}
