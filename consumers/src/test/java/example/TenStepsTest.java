package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.dann4j.predict.SavedModel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installed artifacts alone are enough to train, to save and to read a model. */
class TenStepsTest {
    @Test
    void tenSteps_endInAnAccuracyAndAModel(@TempDir Path folder) {
        Path file = folder.resolve("model.safetensors");

        double accuracy = TenSteps.train(file);

        assertTrue(accuracy > 0 && accuracy <= 1, "accuracy " + accuracy);
        try (SavedModel model = SavedModel.read(file)) {
            assertEquals("dann", model.card().method());
        }
    }
}
