package io.github.dann4j.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.engine.Tensors;
import io.github.dann4j.model.SafeTensors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose backbone is a network of the library, with random weights: its last stage is tuned. */
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

    @Test
    void lastStage_isTrained_exportedWhole_andUsed() throws IOException {
        Path run = temp.resolve("run");
        String[] train = {
            "train",
            "--source",
            folder("A", 100),
            "--target",
            folder("B", 160),
            "--backbone",
            "squeezenet:" + weights(),
            "--tune",
            "last-stage",
            "--method",
            "dann",
            "--data",
            temp.toString(),
            "--steps",
            "4",
            "--batch",
            "4",
            "--threads",
            "1",
            "--precision",
            "fp32",
            "--no-report",
            "--out",
            run.toString()
        };
        Cli trained = Cli.run(train);
        assertThat(trained.code()).as(trained.err()).isZero();
        assertThat(trained.err())
                .contains("squeezenet.safetensors: origin: not stated in the file; licence: none needed");
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

    @Test
    void tuneWithoutABackbone_orOfAForeignOne_isOneLine() {
        Cli none = Cli.run("train", "--tune", "last-stage");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("--tune needs --backbone");

        Cli foreign = Cli.run(Stream.of("train", "--tune", "last-stage", "--backbone", "onnx:network.onnx")
                .toArray(String[]::new));
        assertThat(foreign.code()).isEqualTo(2);
        assertThat(foreign.err())
                .contains("--tune last-stage needs a backbone whose layers the program has", "mobilenet-v2");
        assertThat(Arrays.stream(foreign.err().split("\n")).findFirst().orElse(""))
                .contains("onnx:network.onnx");
    }
}
