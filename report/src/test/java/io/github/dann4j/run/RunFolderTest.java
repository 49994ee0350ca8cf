package io.github.dann4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    private static final Comparison SETTINGS = ResumedRuns.comparison(
            ResumedRuns.recipe(new OptimizerSettings.Sgd(0.9, 0)), List.of(Dann.TYPE), List.of(3L));

    @TempDir
    private Path temp;

    /** A process that is killed removes nothing itself. */
    @Test
    void resume_removesWhatAKilledProcessLeftInEveryFolderOfTheRun_andNothingElse() throws IOException {
        RunDirectory directory = new RunDirectory(temp.resolve("run"));
        try (DomainPair pair = ResumedRuns.pair(SETTINGS.recipe())) {
            RunFolder.begin(
                            directory,
                            "train",
                            List.of("train"),
                            Map.of(),
                            RunSettings.of(SETTINGS, Precision.FP32),
                            pair,
                            1)
                    .close();
        }
        List<Path> leftovers = List.of(
                leftover(directory.folder(), "results.json"),
                leftover(directory.checkpoints(), "dann-seed3-000000007.safetensors"),
                leftover(directory.tensorBoard().resolve("dann-seed3"), "tensors.tsv"),
                leftover(directory.tensorBoard().resolve("adabn-seed4"), "sprite.png"));
        Path ofAnotherRun = leftover(directory.folder().resolve("another run"), "results.json");
        Path whole = Files.writeString(leftovers.get(2).resolveSibling("tensors.tsv"), "1");

        RunFolder.resume(directory).close();

        assertThat(leftovers).allSatisfy(file -> assertThat(file).doesNotExist());
        assertThat(ofAnotherRun).exists();
        assertThat(whole).exists();
    }

    private static Path leftover(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        return Files.writeString(folder.resolve(".%s.%s.tmp".formatted(name, UUID.randomUUID())), "half");
    }
}
