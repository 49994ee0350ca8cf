package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests two realistic folders of images: with all sizes and formats, and with files that are broken or are not images.
 */
class FolderPairTest {
    private static final List<String> CLASSES = List.of("Äpfel", "梨", "plums");

    @TempDir
    private Path temp;

    private Path source;
    private Path target;

    @BeforeEach
    void makeFolders() throws IOException {
        source = temp.resolve("A");
        target = temp.resolve("B");
        for (int label = 0; label < CLASSES.size(); label++) {
            for (int i = 0; i < 12; i++) {
                image(source, label, String.format(Locale.ROOT, "été %d.png", i), "png", 40 + 7 * i, 90 - 3 * i);
                if (label != 1) {
                    image(target, label, String.format(Locale.ROOT, "photo%d.jpg", i), "jpg", 100 + i, 60);
                }
            }
        }
        byte[] jpeg = Files.readAllBytes(target.resolve("plums/photo0.jpg"));
        Files.write(target.resolve("plums/broken.jpg"), Arrays.copyOf(jpeg, jpeg.length / 3));
        Files.write(target.resolve("plums/inks.jpg"), cmyk());
        Files.write(target.resolve("plums/moving.gif"), animation());
        Files.write(target.resolve("Äpfel/deep.png"), deep());
        Files.writeString(target.resolve("Äpfel/read me.txt"), "no picture");
    }

    @Test
    void compare_worksAndSaysWhatItSkipped() throws IOException {
        Path out = temp.resolve("out");
        Cli run = compare("--target", "folder:" + target, "--out", out.toString());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("plums/broken.jpg: skipped: damaged")
                .contains("Äpfel/read me.txt: skipped: not an image")
                .contains("plums/moving.gif: an animation of 2 images, the first is used")
                .contains("class '梨' of the source has no image")
                .doesNotContain("inks.jpg", "deep.png");
        JsonNode results = json(out);
        assertThat(results.path("rows")).hasSize(5);
        assertThat(results.path("rows")
                        .get(0)
                        .path("targetAccuracy")
                        .path("mean")
                        .asDouble())
                .isBetween(0.0, 1.0);
        // 24 photographs, the CMYK image, the animation and the 16-bit image: a fifth of each class is the test split.
        assertThat(results.path("data").get(2).path("images").asInt()
                        + results.path("data").get(3).path("images").asInt())
                .isEqualTo(27);
        assertThat(results.path("data").get(2).path("notes").toString()).contains("broken.jpg");
    }

    @Test
    void anUnlabelledTarget_hasNoAccuracyAndSaysSo() throws IOException {
        Path flat = temp.resolve("flat");
        for (int i = 0; i < 20; i++) {
            image(flat.getParent(), i % 3, "x.png", "png", 50, 50);
            Files.createDirectories(flat);
            Files.move(temp.resolve(CLASSES.get(i % 3)).resolve("x.png"), flat.resolve(i + ".png"));
        }
        Path out = temp.resolve("out");
        Cli run = compare("--target", "folder:" + flat, "--out", out.toString());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("has no labels").contains("target accuracy unknown");
        assertThat(run.out()).contains("has no labels, so the accuracy on it is unknown");
        JsonNode results = json(out);
        assertThat(results.path("rows")).hasSize(4);
        for (JsonNode row : results.path("rows")) {
            assertThat(row.path("targetAccuracy").isNull()).isTrue();
            assertThat(row.path("gapCovered").isNull()).isTrue();
            assertThat(row.path("sourceAccuracy").path("mean").asDouble()).isBetween(0.0, 1.0);
        }
        assertThat(results.path("rows")
                        .get(2)
                        .path("domainAccuracy")
                        .path("mean")
                        .asDouble())
                .isBetween(0.0, 1.0);
        assertThat(ImageIO.read(out.resolve("curves.png").toFile())).isNotNull();

        Path none = temp.resolve("none");
        Cli refused = compare("--target", "folder:" + flat, "--methods", "target-only", "--out", none.toString());
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("train-on-target needs labels");
        assertThat(none).doesNotExist();
    }

    @Test
    void aModelOfAFolder_isEvaluatedOnTheOther() {
        Path out = temp.resolve("model");
        Cli training = train("--out", out.toString());
        assertThat(training.code()).as(training.err()).isZero();

        Cli evaluation = Cli.run(
                "evaluate", out.toString(), "--on", "folder:" + target, "--split", "train", "--precision", "fp32");
        assertThat(evaluation.code()).as(evaluation.err()).isZero();
        assertThat(evaluation.out()).contains("Äpfel", "no image");
    }

    @Test
    void evaluate_tellsHowManyImagesTheModelWasTrainedOn() throws IOException {
        Path out = temp.resolve("model");
        assertThat(train("--out", out.toString()).code()).isZero();

        Cli same = evaluate(out, "folder:" + source);
        assertThat(result(same).path("trainedOn").asInt(-1)).isZero();
        assertThat(result(same).path("ofTraining").asBoolean()).isTrue();
        assertThat(same.err()).isEmpty();

        Cli training = evaluate(out, "folder:" + source, "--split", "train");
        int images = result(training).path("images").asInt();
        assertThat(result(training).path("trainedOn").asInt()).isEqualTo(images);
        assertThat(training.err())
                .contains(String.format(Locale.ROOT, "the model was trained on %d of these %d images", images, images));

        Cli otherDraw = evaluate(out, "folder:" + source + "?test=0.9,seed=5");
        int among = result(otherDraw).path("trainedOn").asInt();
        assertThat(among).isPositive();
        assertThat(result(otherDraw).path("ofTraining").asBoolean(true)).isFalse();
        assertThat(otherDraw.err())
                .contains(
                        String.format(Locale.ROOT, "trained on %d of these", among),
                        "are not the",
                        "source test split");

        Cli stranger = evaluate(out, "folder:" + target, "--split", "test");
        assertThat(result(stranger).path("trainedOn").asInt(-1)).isZero();
    }

    @Test
    void anImageThatIsAdded_putsNoTrainingImageIntoTheTest() throws IOException {
        Path out = temp.resolve("model");
        assertThat(train("--out", out.toString()).code()).isZero();
        for (int label = 0; label < CLASSES.size(); label++) {
            for (int i = 0; i < 6; i++) {
                image(source, label, String.format(Locale.ROOT, "0%d.png", i), "png", 333 + i, 90);
            }
        }

        Cli more = evaluate(out, "folder:" + source);

        assertThat(result(more).path("trainedOn").asInt(-1)).isZero();
        assertThat(result(more).path("ofTraining").asBoolean(true)).isFalse();
        assertThat(more.err()).contains("the dataset has changed since").doesNotContain("was trained on");
    }

    @Test
    void theSource_isRecognised_howeverItsFolderIsWritten() throws IOException {
        Path out = temp.resolve("model");
        assertThat(train("--out", out.toString()).code()).isZero();
        Path link = Files.createSymbolicLink(temp.resolve("link"), source);
        Path relative = Path.of("").toAbsolutePath().relativize(source.toAbsolutePath());

        for (String path :
                List.of(source + "/", source + "/../A", relative + "?seed=1", link + "[:1]", source + "%0=0.5")) {
            assertThat(result(evaluate(out, "folder:" + path))
                            .path("statistics")
                            .asText())
                    .as(path)
                    .isEqualTo("source");
        }
        Path moved = Files.move(source, temp.resolve("moved"));
        assertThat(result(evaluate(out, "folder:" + moved)).path("statistics").asText())
                .isEqualTo("source");
        assertThat(result(evaluate(out, "folder:" + target)).path("statistics").asText())
                .isEqualTo("target");
    }

    @Test
    void filesOfTheSourcesFolder_arePredictedAsItsOwn() {
        Path out = temp.resolve("model");
        assertThat(train("--out", out.toString()).code()).isZero();
        String own = source.resolve("plums").toString();

        Cli usual = Cli.run("predict", out.toString(), own, "--threads", "1");
        Cli asSource = Cli.run("predict", out.toString(), own, "--threads", "1", "--domain", "source");
        Cli asTarget = Cli.run("predict", out.toString(), own, "--threads", "1", "--domain", "target");

        assertThat(usual.code()).as(usual.err()).isZero();
        assertThat(usual.out()).isEqualTo(asSource.out()).isNotEqualTo(asTarget.out());
    }

    @Test
    void predictions_nameTheFilesOfAFolder() {
        Path out = temp.resolve("model");
        assertThat(train("--out", out.toString()).code()).isZero();

        Cli csv = Cli.run("predict", out.toString(), "folder:" + source, "--threads", "1");
        Cli json = Cli.run("predict", out.toString(), "folder:" + source, "--threads", "1", "--json");

        assertThat(csv.out().lines().findFirst().orElseThrow()).endsWith(",file");
        assertThat(csv.out().lines().skip(1)).isNotEmpty().allMatch(line -> line.matches(".*/été \\d+\\.png"));
        assertThat(json.out().lines()).allMatch(line -> line.contains("\"file\":\""));
    }

    private static Cli evaluate(Path model, String on, String... more) {
        List<String> args = new ArrayList<>(List.of("evaluate", model.toString(), "--on", on, "--json"));
        args.addAll(List.of("--precision", "fp32", "--threads", "1"));
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private static JsonNode result(Cli evaluation) throws IOException {
        assertThat(evaluation.code()).as(evaluation.err()).isZero();
        return new ObjectMapper().readTree(evaluation.out());
    }

    @Test
    void aClassThatTheSourceLacks_isNamed() throws IOException {
        image(target, 0, "x.png", "png", 30, 30);
        Files.createDirectories(target.resolve("figs"));
        Files.copy(target.resolve("Äpfel/x.png"), target.resolve("figs/1.png"));
        Cli run = compare("--target", "folder:" + target);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("has a class 'figs'", "plums, Äpfel, 梨", "matched by name");
    }

    @Test
    void foldersWithoutACommonClass_areRefused() {
        Cli run = Cli.run(
                "compare", "--source", "folder:" + source, "--target", "printed", "--steps", "3", "--batch", "8");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("both domains need the same classes");
    }

    @Test
    void aFlatFolderAsSource_isUsage() {
        Cli run = Cli.run("compare", "--source", "folder:" + source.resolve("plums"), "--target", "printed");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("has no labels: a source needs at least 2");
    }

    @Test
    void infoAndShow_workOnAFolder() throws IOException {
        Cli info = Cli.run("data", "info", "folder:" + target);
        assertThat(info.code()).as(info.err()).isZero();
        assertThat(info.out()).contains("plums", "broken.jpg: skipped", "64 x 64, RGB");

        Path sheet = temp.resolve("sheet.png");
        Cli show = Cli.run("data", "show", "folder:" + target, "--out", sheet.toString());
        assertThat(show.code()).as(show.err()).isZero();
        assertThat(ImageIO.read(sheet.toFile()).getWidth()).isGreaterThan(640);
    }

    private Cli compare(String... more) {
        return run("compare", "--seeds", more);
    }

    private Cli train(String... more) {
        List<String> all = new ArrayList<>(List.of("--target", "folder:" + target));
        all.addAll(List.of(more));
        return run("train", "--seed", all.toArray(String[]::new));
    }

    private Cli run(String verb, String seed, String... more) {
        List<String> args = new ArrayList<>(List.of(verb, "--source", "folder:" + source, seed, "0"));
        args.addAll(List.of("--precision", "fp32", "--threads", "1", "--steps", "5", "--batch", "8"));
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private static JsonNode json(Path out) throws IOException {
        return new ObjectMapper().readTree(out.resolve("results.json").toFile());
    }

    /** A noisy image whose brightest third shows the class. */
    private static void image(Path folder, int label, String name, String format, int width, int height)
            throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(label * 1000L + width);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int light = 3 * y / height == label ? 0xa0a0a0 : 0;
                image.setRGB(x, y, light + (random.nextInt(0x1000000) & 0x3f3f3f));
            }
        }
        Path file = folder.resolve(CLASSES.get(label)).resolve(name);
        Files.createDirectories(file.getParent());
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    }

    private static byte[] deep() throws IOException {
        BufferedImage image = new BufferedImage(70, 50, BufferedImage.TYPE_USHORT_GRAY);
        for (int x = 0; x < 70; x++) { // all black would be the same image as that of the animation
            image.getRaster().setSample(x, 25, 0, 900 * x);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private static byte[] cmyk() throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 60, 40, 4, null);
        for (var writers = ImageIO.getImageWritersByFormatName("jpeg"); writers.hasNext(); ) {
            ImageWriter writer = writers.next();
            if (writer.getClass().getName().startsWith("com.sun.")) {
                return written(writer, new IIOImage(raster, null, null));
            }
        }
        throw new IllegalStateException("the JDK writes JPEG");
    }

    private static byte[] written(ImageWriter writer, IIOImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, image, null);
        }
        return out.toByteArray();
    }

    private static byte[] animation() throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.prepareWriteSequence(null);
            for (int frame = 0; frame < 2; frame++) {
                BufferedImage image = new BufferedImage(33, 44, BufferedImage.TYPE_INT_RGB);
                writer.writeToSequence(
                        new IIOImage(image, null, writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null)),
                        null);
            }
            writer.endWriteSequence();
        }
        return out.toByteArray();
    }
}
