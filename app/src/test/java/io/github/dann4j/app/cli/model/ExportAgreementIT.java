package io.github.dann4j.app.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dann4j.app.cli.Cli;
import io.github.dann4j.app.cli.ExportedNets;
import io.github.dann4j.app.cli.RealData;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.export.OnnxModel;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.predict.Predictor;
import io.github.dann4j.predict.SavedModel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests the agreement on real images if their files are available: on 10,000 images of MNIST-M for a trained model,
 * which is the full size of the claim.
 */
class ExportAgreementIT {
    private static final int IMAGES = 10_000;

    /**
     * Images for each network with random weights; all of these networks together then take no longer than the trained
     * one.
     */
    private static final int FEWER = 1_000;

    @TempDir
    private Path temp;

    @ParameterizedTest
    @MethodSource("io.github.dann4j.app.cli.ExportedNets#nets")
    void everyNet_agrees_onMnistM(NetworkSpec spec) {
        assertAgrees(spec.name(), ExportedNets.model(spec, Scaling.LIFTED), FEWER);
    }

    @Test
    void trainedModel_agrees_onMnistM() {
        Path data = data();
        Cli trained = Cli.run(
                "train",
                "--source",
                "mnist[:2000]",
                "--target",
                "mnist-m[:2000]",
                "--data",
                data.toString(),
                "--steps",
                "30",
                "--no-report",
                "--precision",
                "fp32",
                "--out",
                temp.toString(),
                "--quiet");
        assertThat(trained.code()).as(trained.err()).isZero();
        assertAgrees("trained", SavedModel.of(temp), IMAGES);
    }

    private static Path data() {
        Path data = RealData.folder();
        assumeTrue(data != null, "no data folder: name one by " + DataLocation.VARIABLE);
        return data;
    }

    private static void assertAgrees(String name, SavedModel model, int images) {
        Path data = data();
        try (Predictor predictor = new Predictor(model, Domain.TARGET, Precision.FP32);
                ImageSet set = DataCatalog.open("mnist-m[:10000]", Split.TRAIN, DataLocation.of(data));
                ExportRunner onnx = ExportRunner.onnx(OnnxModel.of(predictor.exported(), "test"))) {
            ExportAgreement agreement = ExportAgreement.measure(predictor, onnx, set, images);
            System.out.printf("%s on MNIST-M: %s%n", name, agreement.described());
            assertThat(agreement.examples()).isEqualTo(images);
            assertThat(agreement.holds()).as(agreement.described()).isTrue();
        }
    }
}
