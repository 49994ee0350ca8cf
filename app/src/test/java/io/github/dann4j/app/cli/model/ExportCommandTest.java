package io.github.dann4j.app.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.app.cli.Cli;
import io.github.dann4j.app.cli.ExportedNets;
import io.github.dann4j.app.cli.TinySets;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.export.OnnxModel;
import io.github.dann4j.export.TorchScriptModel;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.Networks;
import io.github.dann4j.predict.Predictor;
import io.github.dann4j.predict.SavedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that exported models give the same results in other engines as the saved models give here. */
class ExportCommandTest {
    @TempDir
    private Path temp;

    @ParameterizedTest
    @MethodSource("io.github.dann4j.app.cli.ExportedNets#nets")
    void everyNet_agrees_inOnnxRuntimeAndLibtorch(NetworkSpec spec) throws IOException {
        try (Predictor predictor =
                        new Predictor(ExportedNets.model(spec, Scaling.PLUS_MINUS_ONE), Domain.TARGET, Precision.FP32);
                ImageSet set = textured()) {
            assertAgrees(predictor, set, 50);
        }
    }

    @ParameterizedTest
    @CsvSource({"MEAN_SUBTRACTION, TARGET", "MEAN_SD, SOURCE", "EACH_IMAGE, TARGET", "LIFTED, TARGET", "LIFTED, SOURCE"
    })
    void everyScaling_andBothDomains_agree(Scaling scaling, Domain domain) throws IOException {
        try (Predictor predictor = new Predictor(
                        ExportedNets.model(Networks.bottleneck(10, 32), scaling), domain, Precision.FP32);
                ImageSet set = textured()) {
            assertAgrees(predictor, set, 50);
        }
    }

    private static ImageSet textured() {
        return DataCatalog.open("textured", Split.TEST, DataLocation.of(null), new GeneratedSize(100, 60, 2));
    }

    private void assertAgrees(Predictor predictor, ImageSet set, int images) throws IOException {
        Path file = temp.resolve("model.pt");
        byte[] torchScript = TorchScriptModel.of(predictor.exported(), temp.resolve("scratch.pt"));
        Files.write(file, torchScript);
        try (ExportRunner onnx = ExportRunner.onnx(OnnxModel.of(predictor.exported(), "test"));
                ExportRunner torch = ExportRunner.torchScript(TorchScriptModel.read(file))) {
            ExportAgreement first = ExportAgreement.measure(predictor, onnx, set, images);
            ExportAgreement second = ExportAgreement.measure(predictor, torch, set, images);
            assertThat(first.examples()).isEqualTo(images);
            assertThat(first.holds()).as("ONNX: " + first.described()).isTrue();
            assertThat(second.holds()).as("TorchScript: " + second.described()).isTrue();
        }
        assertThat(temp.resolve("scratch.pt")).doesNotExist();
    }

    /** Tests that the check of the agreement can fail. */
    @Test
    void otherStatistics_doNotAgree() {
        SavedModel model = ExportedNets.model(Networks.bottleneck(10, 32), Scaling.LIFTED);
        try (Predictor source = new Predictor(model, Domain.SOURCE, Precision.FP32);
                ImageSet set = textured()) {
            Predictor target = new Predictor(model, Domain.TARGET, Precision.FP32); // of the same network, closed above
            try (ExportRunner onnx = ExportRunner.onnx(OnnxModel.of(source.exported(), "test"))) {
                assertThat(ExportAgreement.measure(target, onnx, set, 20).holds())
                        .isFalse();
            }
        }
    }

    @Test
    void onnx_saysWhatGoesInAndOut() throws OrtException, IOException {
        try (Predictor predictor = new Predictor(
                        ExportedNets.model(Networks.bottleneck(10, 32), Scaling.LIFTED),
                        Domain.TARGET,
                        Precision.FP32);
                OrtSession session =
                        OrtEnvironment.getEnvironment().createSession(OnnxModel.of(predictor.exported(), "1.2.3"))) {
            var metadata = session.getMetadata();
            assertThat(session.getInputInfo().get("images").toString()).contains("UINT8", "[-1, 32, 32, 3]");
            assertThat(session.getOutputNames()).containsExactlyInAnyOrder("probabilities", "label");
            assertThat(metadata.getProducerName()).isEqualTo("dann4j");
            assertThat(metadata.getCustomMetadata())
                    .containsEntry("statistics", "target")
                    .containsEntry("method", "dann")
                    .containsKeys("input", "output", "classes", "resize");
            assertThat(metadata.getCustomMetadata().get("output"))
                    .contains("probabilities: float32 [n, 10]", "label: int64 [n], the most probable class");
            assertThat(new ObjectMapper()
                            .readTree(metadata.getCustomMetadata().get("classes"))
                            .get(3)
                            .asText())
                    .isEqualTo("class \"3\"");
        }
    }

    @Test
    void trainedRun_isExportedAndChecked() throws IOException {
        TinySets sets = new TinySets(temp.resolve("data"));
        Path run = temp.resolve("run");
        String[] data = {"--data", sets.folder().toString(), "--threads", "1"};
        assertThat(Cli.run(Cli.tiny("train", sets, "--batch", "8", "--out", run.toString()))
                        .code())
                .isZero();

        Cli onnx = Cli.run("export", run.toString(), "--format", "onnx", "--check", data[0], data[1], data[2], data[3]);
        Cli torch = Cli.run(
                "export", run.toString(), "--format", "torchscript", "--check", "--domain", "source", data[0], data[1]);

        assertThat(onnx.code()).as(onnx.err()).isZero();
        assertThat(onnx.out())
                .contains("model.onnx", "ONNX Runtime agrees on mnist-m test: 20 images, 0 with different classes");
        assertThat(torch.code()).as(torch.err()).isZero();
        assertThat(torch.out()).contains("model.pt", "source statistics", "agrees on mnist test");
        assertThat(run.resolve("model.onnx")).isNotEmptyFile();
        assertThat(run.resolve("model.pt")).isNotEmptyFile();
    }

    @Test
    void badInput_isOneLine_andLeavesNothing() throws IOException {
        Path out = temp.resolve("none/model.onnx");
        TinySets sets = new TinySets(temp.resolve("data"));
        Path run = temp.resolve("run");
        assertThat(Cli.run(Cli.tiny("train", sets, "--batch", "8", "--out", run.toString()))
                        .code())
                .isZero();

        assertLine(Cli.run("export", run.toString()), 2, "--format");
        assertLine(Cli.run("export", run.toString(), "--format", "onx"), 2, "onx");
        assertLine(Cli.run("export", run.toString(), "--format", "onnx", "--on", "mnist"), 2, "--check");
        assertLine(Cli.run("export", temp.toString(), "--format", "onnx"), 1, "model.safetensors");
        assertLine(Cli.run("export", run.toString(), "--format", "onnx", "--out", out.toString()), 1, "no folder");
        Path empty = Files.createDirectories(temp.resolve("empty"));
        assertLine(
                Cli.run(
                        "export",
                        run.toString(),
                        "--format",
                        "onnx",
                        "--check",
                        "--on",
                        "nosuch",
                        "--data",
                        empty.toString()),
                1,
                "nosuch",
                "--on");
        assertThat(run.resolve("model.onnx")).doesNotExist();
    }

    private static void assertLine(Cli result, int code, String... parts) {
        assertThat(result.code()).as(result.err()).isEqualTo(code);
        assertThat(result.err()).contains(parts).doesNotContain("\tat ").doesNotContain("internal error");
    }
}
