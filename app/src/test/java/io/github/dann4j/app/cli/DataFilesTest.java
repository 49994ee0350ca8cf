package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests fetching, verifying and making the files of datasets. */
class DataFilesTest {
    @TempDir
    private Path temp;

    @Test
    void fetch_thenVerifyInfoAndShow() throws IOException {
        Path data = temp.resolve("new/data");
        try (SlowServer server = new SlowServer(TinyMnistM.archive(), 0)) {
            Cli fetch = Cli.run("data", "fetch", "mnist-m", "--data", data.toString(), "--from", server.address());
            assertThat(fetch.code()).as(fetch.err()).isZero();
            assertThat(fetch.out())
                    .contains(data.resolve("mnist-m/mnist_m.tar.gz").toString());
            assertThat(fetch.err()).contains("mnist-m/mnist_m.tar.gz: fetched");

            Cli again = Cli.run("data", "fetch", "mnist-m", "--data", data.toString(), "--from", server.address());
            assertThat(again.err()).contains("already there");
            assertThat(server.ranges()).hasSize(1);
        }
        Cli verify = Cli.run("data", "verify", "mnist-m", "--data", data.toString());
        assertThat(verify.code()).as(verify.out()).isZero();
        assertThat(verify.out()).contains("mnist-m train: whole: 20 images of 32 x 32 x 3");
        Cli info = Cli.run("data", "info", "mnist-m", "--data", data.toString());
        assertThat(info.out()).contains("licence", "Ganin", "20 images of 32 x 32, RGB", "0 2, 1 2");
        Path sheet = temp.resolve("sheet.png");
        assertThat(Cli.run("data", "show", "mnist-m", "--data", data.toString(), "--out", sheet.toString())
                        .code())
                .isZero();
        assertThat(sheet).exists();
    }

    @Test
    void verify_saysWhatIsDamagedOrOther() throws IOException {
        TinySets sets = new TinySets(temp.resolve("data"));
        String data = sets.folder().toString();
        Cli other = Cli.run("data", "verify", "mnist", "--data", data);
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.out())
                .contains("train: whole: 60 images")
                .contains("t10k-labels-idx1-ubyte.gz: PROBLEM: has MD5 ")
                .contains("the published file MD5 ec29112dd5afa0611ce80d1b7f02629c");

        byte[] whole = Files.readAllBytes(sets.file("mnist-m/mnistm-test-images-idx4-ubyte.gz"));
        Files.write(sets.file("mnist-m/mnistm-test-images-idx4-ubyte.gz"), java.util.Arrays.copyOf(whole, 500));
        Cli damaged = Cli.run("data", "verify", "mnist-m", "--data", data);
        assertThat(damaged.code()).isEqualTo(1);
        assertThat(damaged.out()).contains("mnist-m train: whole", "mnist-m test: PROBLEM", "truncated");
    }

    @Test
    void mnistM_isMadeOfMnistAndPhotographs() throws IOException {
        TinySets sets = new TinySets(temp.resolve("data"));
        Random random = new Random(3);
        for (int photo = 0; photo < 6; photo++) {
            BufferedImage image = new BufferedImage(90, 600, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < 90 * 600; pixel++) {
                image.setRGB(pixel % 90, pixel / 90, random.nextInt(0x1000000));
            }
            Path file = temp.resolve(String.format(Locale.ROOT, "photos/deep/%d.png", photo));
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
        Files.writeString(temp.resolve("photos/list.txt"), "no photograph");
        String photos = temp.resolve("photos").toString();
        for (String out : new String[] {"one", "two"}) {
            Cli make = Cli.run(
                    "data",
                    "make",
                    "mnist-m",
                    "--photos",
                    photos,
                    "--data",
                    sets.folder().toString(),
                    "--out",
                    temp.resolve(out).toString());
            assertThat(make.code()).as(make.err()).isZero();
            assertThat(make.err()).contains("list.txt: skipped: not an image");
        }
        Path first = temp.resolve("one/mnist-m/mnistm-train-images-idx4-ubyte.gz");
        assertThat(first).hasSameBinaryContentAs(temp.resolve("two/mnist-m/mnistm-train-images-idx4-ubyte.gz"));
        Cli info =
                Cli.run("data", "info", "mnist-m", "--data", temp.resolve("one").toString());
        assertThat(info.out()).contains("60 images of 32 x 32, RGB", "20 images of 32 x 32, RGB");

        Cli few = Cli.run(
                "data",
                "make",
                "mnist-m",
                "--photos",
                temp.resolve("photos/deep").toString(),
                "--data",
                temp.resolve("one").toString(),
                "--out",
                temp.resolve("three").toString());
        assertThat(few.code()).as("MNIST is missing").isEqualTo(1);
        assertThat(Cli.run("data", "make", "mnist-m", "--out", "x").err()).contains("--photos");
        assertThat(Cli.run("data", "make", "printed", "--photos", photos, "--out", "x")
                        .code())
                .isEqualTo(2);
    }

    /** With empty folders and no network, the error names what is missing and how to get it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "compare --source mnist --target mnist-m --offline",
                "train --source svhn --target mnist --offline",
                "embed usps --offline --out embedded",
                "data info usps",
                "data show mnist-m --out x.png",
                "data info office31-amazon",
                "data info amazon-books"
            })
    void aNewUser_isToldWhatIsMissingAndTheCommandThatMendsIt(String verb) {
        assumeTrue(System.getenv("DANN4J_DATA") == null, "DANN4J_DATA is set: this is no new user");
        Cli run = Cli.run((verb + " --data " + temp).split(" "));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).contains("no file ", "fetch them with 'dann4j data fetch ", temp.toString());
    }

    /** Commands that need a model get one here, trained on datasets in another folder. */
    @Test
    void aNewUserWithAModel_isToldSoToo() throws IOException {
        assumeTrue(System.getenv("DANN4J_DATA") == null, "DANN4J_DATA is set: this is no new user");
        String run = temp.resolve("run").toString();
        Cli trained = Cli.run(
                Cli.tiny("train", new TinySets(temp.resolve("data")), "--out", run, "--no-report", "--batch", "20"));
        assertThat(trained.code()).as(trained.err()).isZero();
        String empty = Files.createDirectory(temp.resolve("empty")).toString();
        for (String verb : new String[] {
            "evaluate RUN --on usps",
            "predict RUN usps",
            "embed RUN --out " + temp.resolve("embedded"),
            "export RUN --format onnx --check --out " + temp.resolve("model.onnx")
        }) {
            Cli told = Cli.run((verb.replace("RUN", run) + " --offline --data " + empty).split(" "));
            assertThat(told.code()).as(verb).isEqualTo(1);
            assertThat(told.err()).as(verb).contains("no file ", "fetch them with 'dann4j data fetch ", empty);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evaluate NONE --on usps",
                "predict NONE usps",
                "serve NONE",
                "export NONE --format onnx",
                "embed NONE/model.safetensors"
            })
    void aNewUserWithoutAModel_isToldWhatMakesOne(String verb) {
        Cli run = Cli.run(verb.replace("NONE", temp.resolve("none").toString()).split(" "));
        assertThat(run.code()).isBetween(1, 2);
        assertThat(run.err()).contains("none", "no such file", "'dann4j train'");
    }

    @Test
    void aNewUser_isToldSoByTheOtherVerbsToo() {
        assumeTrue(System.getenv("DANN4J_DATA") == null, "DANN4J_DATA is set: this is no new user");
        assertThat(Cli.run("data", "list", "--data", temp.toString()).out()).contains("not found");
        Cli verify = Cli.run("data", "verify", "--data", temp.toString());
        assertThat(verify.code()).isEqualTo(1);
        assertThat(verify.err()).contains("found no dataset to verify", "dann4j data fetch");
        Cli one = Cli.run("data", "verify", "mnist", "--data", temp.toString());
        assertThat(one.out()).contains("PROBLEM", "dann4j data fetch mnist");
        assertThat(one.code()).isEqualTo(1);
        assertThat(Cli.run("data", "info", "syn-signs", "--data", temp.toString())
                        .err())
                .contains("signs/synsigns-images-idx4-ubyte.gz", "put them there")
                .doesNotContain("data fetch");
    }

    @Test
    void wrongUsageOfFetch_isSaid() {
        assertThat(Cli.run("data", "fetch").code()).isEqualTo(2);
        assertThat(Cli.run("data", "fetch", "mnits").err()).contains("nearest: mnist");
        assertThat(Cli.run("data", "fetch", "printed").err()).contains("'printed' needs no download");
        assertThat(Cli.run("data", "fetch", "syn-signs").err()).contains("no download is known for");
        assertThat(Cli.run("data", "fetch", "mnist", "--from", "ftp://x").err()).contains("http or https");
        assertThat(Cli.run("data", "fetch", "mnist", "--parallel", "0").err()).contains("1 to 16");
    }
}
