package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.ImageSize;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.data.image.ImageException;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.SafeTensors;
import io.github.dann4j.predict.Prediction;
import io.github.dann4j.predict.Predictor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose backbone is a network of the library, with random weights: its last stage, or all of it, is trained. */
class TunedBackboneTest {
    @TempDir
    private Path temp;

    private Path weights() throws IOException {
        Map<String, Tensor> tensors = new TreeMap<>();
        Path file = temp.resolve("squeezenet.safetensors");
        try (PointerScope scope = new PointerScope();
                OutputStream out = Files.newOutputStream(file)) {
            put(tensors, "features.0", 64, 3, 3);
            int in = 64;
            int[][] fires = {
                {3, 16, 64},
                {4, 16, 64},
                {6, 32, 128},
                {7, 32, 128},
                {9, 48, 192},
                {10, 48, 192},
                {11, 64, 256},
                {12, 64, 256}
            };
            for (int[] fire : fires) {
                String name = String.format(Locale.ROOT, "features.%d.", fire[0]);
                put(tensors, name + "squeeze1x1", fire[1], in, 1);
                put(tensors, name + "expand1x1", fire[2], fire[1], 1);
                put(tensors, name + "expand3x3", fire[2], fire[1], 3);
                in = 2 * fire[2];
            }
            SafeTensors.write(out, tensors, Map.of("licence", "none needed"));
        }
        return file;
    }

    private static void put(Map<String, Tensor> tensors, String name, int out, int in, int kernel) {
        Random random = new Random(name.hashCode());
        float[] values = new float[out * in * kernel * kernel];
        double scale = Math.sqrt(2.0 / (in * kernel * kernel));
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * random.nextGaussian());
        }
        tensors.put(name + ".weight", Tensors.ofFloats(values, out, in, kernel, kernel));
        tensors.put(name + ".bias", Tensors.ofFloats(new float[out], out));
    }

    private String folder(String name, int brightness) throws IOException {
        Random random = new Random(brightness);
        for (int i = 0; i < 12; i++) {
            BufferedImage image = new BufferedImage(40 + i, 50, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    int strong = brightness + random.nextInt(60);
                    image.setRGB(x, y, i % 2 == 0 ? strong << 16 | 40 : strong | 40 << 16);
                }
            }
            Path file = temp.resolve(String.format(Locale.ROOT, "%s/%s/%d.png", name, i % 2 == 0 ? "red" : "blue", i));
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
        return "folder:" + temp.resolve(name) + "?test=all";
    }

    private String[] training(String tune, Path weights, Path out, int steps) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("train", "--source", folder("A", 100), "--target", folder("B", 160)));
        all.addAll(List.of("--backbone", "squeezenet:" + weights, "--tune", tune, "--method", "dann"));
        all.addAll(List.of("--data", temp.toString(), "--steps", Integer.toString(steps), "--batch", "4"));
        all.addAll(List.of("--threads", "1", "--precision", "fp32", "--no-report", "--out", out.toString()));
        all.addAll(List.of("--checkpoint-every", "2"));
        return all.toArray(String[]::new);
    }

    @Test
    void lastStage_isTrained_exportedWhole_andUsed() throws IOException {
        Path run = temp.resolve("run");
        Cli trained = Cli.run(training("last-stage", weights(), run, 4));
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.err())
                .contains(
                        "squeezenet.safetensors: origin: not stated in the file; licence: none needed",
                        "--tune last-stage: 602,080 of the 722,496 weights of squeezenet are trained");
        Map<String, Tensor> state;
        try (PointerScope scope = new PointerScope()) {
            state = SafeTensors.read(run.resolve("model.safetensors")).tensors("");
            assertThat(state.keySet())
                    .anyMatch(name -> name.endsWith("features.1.layers.0.weight"))
                    .noneMatch(name -> name.contains("trunk"));
        }

        for (String format : new String[] {"onnx", "torchscript"}) {
            Cli exported = Cli.run("export", run.toString(), "--format", format, "--check", "--data", temp.toString());
            assertThat(exported.code()).as(format + ": " + exported.err()).isZero();
            assertThat(exported.out()).contains("12 images, 0 with different classes");
        }

        Cli predicted =
                Cli.run("predict", run.toString(), temp.resolve("B/red/0.png").toString());
        assertThat(predicted.code()).as(predicted.err()).isZero();
        assertThat(predicted.out()).containsAnyOf("red", "blue");
    }

    /** The model has all weights: after the training the file of the backbone is not needed. */
    @Test
    void all_isTrained_andEvaluatedPredictedAndExportedWithoutTheFileOfTheBackbone() throws IOException {
        Path run = temp.resolve("run");
        Path weights = weights();
        Cli trained = Cli.run(training("all", weights, run, 2));
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.err())
                .contains("--tune all: all 722,496 weights of squeezenet are trained, at a tenth of the learning rate");
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> before = SafeTensors.read(weights).tensors("");
            Map<String, Tensor> after =
                    SafeTensors.read(run.resolve("model.safetensors")).tensors("");
            double first = difference(after.get("features.0.layers.0.weight"), before.get("features.0.weight"));
            assertThat(first).as("the first layer learns, slowly").isBetween(1e-7, 2e-3);
        }
        assertThat(Files.readString(run.resolve("results.json")))
                .contains("\"scaling\" : \"BACKBONE\"", "\"crop\" : 0.5", "\"flip\" : 0.5");
        Files.delete(weights);

        String target = "folder:" + temp.resolve("B") + "?test=all";
        Cli evaluated = Cli.run("evaluate", run.toString(), "--on", target, "--json", "--data", temp.toString());
        assertThat(evaluated.code()).as(evaluated.err()).isZero();
        double accuracy = number(evaluated.out(), "accuracy");
        assertThat(accuracy).isEqualTo(number(Files.readString(run.resolve("results.json")), "targetAccuracy"));

        List<Path> files;
        try (Stream<Path> all = Files.walk(temp.resolve("B"))) {
            files = all.filter(Files::isRegularFile).toList();
        }
        long right = 0;
        try (Predictor predictor = Predictor.open(run)) {
            for (Path file : files) {
                DecodedImage image = DecodedImage.read(file);
                Prediction prediction = predictor.predict(image);
                right += prediction
                                .best()
                                .name()
                                .equals(file.getParent().getFileName().toString())
                        ? 1
                        : 0;
                try (ImageSet set = ImageSet.unlabeled(
                        "one", Split.TEST, image.rgb(), new ImageSize(image.height(), image.width()), 3)) {
                    assertThat(predictor.predict(set).get(0).probabilities()).isEqualTo(prediction.probabilities());
                }
            }
        } catch (ImageException e) {
            throw new IOException(e);
        }
        assertThat(right / 12.0).isEqualTo(accuracy);

        for (String format : new String[] {"onnx", "torchscript"}) {
            Cli exported = Cli.run("export", run.toString(), "--format", format, "--check", "--data", temp.toString());
            assertThat(exported.code()).as(format + ": " + exported.err()).isZero();
            assertThat(exported.out())
                    .contains("12 images, 0 with different classes", "uint8 [n, 224, 224, 3]; the backbone is inside");
        }
    }

    private static double difference(Tensor one, Tensor other) {
        return one.sub(other).abs().max().item_double();
    }

    private static double number(String json, String key) {
        Matcher matcher = Pattern.compile("\"" + key + "\" : ([0-9.]+)").matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void interruptedTrainingOfAll_endsInTheSameModel() throws Exception {
        Path weights = weights();
        Path unbroken = temp.resolve("unbroken");
        Cli once = Cli.run(training("all", weights, unbroken, 6));
        assertThat(once.code()).as(once.err()).isZero();
        Path out = temp.resolve("out");
        String[] train = training("all", weights, out, 6);
        FutureTask<Cli> command = new FutureTask<>(() -> Cli.run(train));
        Thread thread = new Thread(command, "command");
        thread.start();
        Path metrics = out.resolve("metrics.jsonl");
        while (thread.isAlive()
                && !(Files.exists(metrics) && Files.readAllLines(metrics).size() >= 3)) {
            Thread.sleep(1);
        }
        thread.interrupt();
        assertThat(command.get().code()).as(command.get().err()).isEqualTo(130);

        Cli last = Cli.run("train", "--resume", out.toString(), "--tune", "all", "--data", temp.toString(), "--quiet");

        assertThat(last.code()).as(last.err()).isZero();
        assertThat(out.resolve("model.safetensors")).hasSameBinaryContentAs(unbroken.resolve("model.safetensors"));
    }

    @Test
    void none_isTheEarlierNameOfHeads_andOthersAreRefused() {
        for (String tune : List.of("none", "heads", "all")) {
            assertThat(Cli.run("train", "--tune", tune).err()).contains("--tune needs --backbone");
        }
        Cli other = Cli.run("train", "--tune", "body");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("expected one of heads, last-stage, all, got 'body'");
    }

    @Test
    void tuneWithoutABackbone_orOfAForeignOne_isOneLine() {
        Cli none = Cli.run("train", "--tune", "last-stage");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("--tune needs --backbone");

        for (String tune : List.of("last-stage", "all")) {
            Cli foreign = Cli.run("train", "--tune", tune, "--backbone", "onnx:network.onnx");
            assertThat(foreign.code()).isEqualTo(2);
            assertThat(foreign.err())
                    .contains("--tune " + tune + " needs a backbone whose layers the program has", "mobilenet-v2");
            assertThat(Arrays.stream(foreign.err().split("\n")).findFirst().orElse(""))
                    .contains("onnx:network.onnx");
        }
    }
}
