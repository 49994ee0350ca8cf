package io.github.dann4j.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.predict.Prediction;
import io.github.dann4j.predict.Predictor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/guide/predict.md. */
class PredictGuideTest {
    @TempDir
    private Path temp;

    @Test
    void savedModel_predictsAnImage() {
        Path run = Stripes.savedModel(temp);
        BufferedImage image = Stripes.image(1);
        assertThat(describe(run, image)).startsWith("level: ");
    }

    private static String describe(Path run, BufferedImage image) {
        // guide:begin
        try (Predictor predictor = Predictor.open(run)) { // a folder that train wrote
            Prediction prediction = predictor.predict(image); // any size, any colour model
            Prediction.Candidate best = prediction.best();
            return String.format(Locale.ROOT, "%s: %.1f %%", best.name(), 100 * best.probability());
        }
        // guide:end
    }
}
