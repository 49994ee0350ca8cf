package io.github.dann4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.experiment.CheckpointFiles;
import io.github.dann4j.experiment.CheckpointPlan;
import io.github.dann4j.experiment.CheckpointPlan.Interval;
import io.github.dann4j.experiment.CheckpointPlan.OnNan;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.experiment.TrainedRun;
import io.github.dann4j.files.FileException;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.Network;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.RunJson;
import io.github.dann4j.recipe.RunSettings;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.result.Rollback;
import io.github.dann4j.snapshot.ReportSnapshots;
import io.github.dann4j.train.StepContext;
import io.github.dann4j.train.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flips bits in every file of a run's folder, or cuts the file off: nothing crashes, and no weight is silently wrong.
 */
class DamagedRunTest {
    static {
        Threads.use(1);
    }

    /** Number of damages per file; {@code -Ddann4j.damages=N} for more. */
    private static final int DAMAGES = Integer.getInteger("dann4j.damages", 300);

    private static final Comparison SETTINGS = ResumedRuns.comparison(
            ResumedRuns.recipe(new OptimizerSettings.Adam(0.5, 0.999, 0)),
            List.of(SourceOnly.TYPE, Dann.TYPE),
            List.of(3L));
    private static final CheckpointPlan PLAN = new CheckpointPlan(new Interval.Steps(7), 2, OnNan.STOP);

    @TempDir
    private Path temp;

    private RunDirectory directory;

    /** Makes a run that was stopped after the 25th step of its second training. */
    @BeforeEach
    void makeAStoppedRun() {
        directory = new RunDirectory(temp.resolve("run"));
        directory.make();
        try (DomainPair pair = ResumedRuns.pair(SETTINGS.recipe())) {
            RunFolder.begin(
                            directory,
                            "compare",
                            List.of("compare"),
                            Map.of("steps", "45"),
                            RunSettings.of(SETTINGS, Precision.FP32),
                            pair,
                            1)
                    .close();
        }
        int[] left = {ResumedRuns.STEPS + 25};
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> run(
                        directory,
                        new ExperimentListener() {
                            @Override
                            public void updated(StepContext context, Terms losses, long images) {
                                if (--left[0] == 0) {
                                    Thread.currentThread().interrupt();
                                }
                            }
                        },
                        new ArrayList<>()));
    }

    private static ComparisonRecord run(RunDirectory where, ExperimentListener listener, List<String> notes) {
        return ResumedRuns.run(SETTINGS, where, PLAN, listener, ReportSnapshots.none(), notes);
    }

    @Test
    void noDamageIsTakenForTheRealThing() throws IOException {
        CheckpointFiles files = ResumedRuns.files(directory, SETTINGS);
        List<Path> states = files.states("dann", 3);
        assertThat(states).hasSize(2);
        for (Path state : states) {
            damage(state, file -> files.state(file), ModelException.class);
        }
        Path done = directory.checkpoints().resolve("source-only-seed3-done.safetensors");
        damage(done, file -> files.finished("source-only", 3), ModelException.class);
        damage(directory.run(), file -> RunFile.read(file), FileException.class);
    }

    @Test
    void aDamagedFrame_isLeftOutOfTheFilm() throws IOException {
        Path frame = directory.checkpoints().resolve("dann-000000003.frame");
        int whole = FilmFrames.in(directory.checkpoints()).of("dann").size();
        byte[] bytes = Files.readAllBytes(frame);
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            Files.write(frame, damaged(bytes, random));
            assertThat(FilmFrames.in(directory.checkpoints()).of("dann")).hasSize(whole - 1);
        }
    }

    @Test
    void aModelThatIsDamaged_isRefused() throws IOException {
        Path model = temp.resolve("model.safetensors");
        try (DomainPair pair = ResumedRuns.pair(SETTINGS.recipe());
                TrainedRun run = new Experiment(
                                pair, SETTINGS.recipe().withSteps(3), Precision.FP32, ExperimentListener.SILENT)
                        .train(Dann.TYPE, 0)) {
            SavedModel.write(model, run.network(), run.card(pair));
        }
        damage(
                model,
                file -> {
                    try (SavedModel read = SavedModel.read(file)) {
                        return read.card();
                    }
                },
                ModelException.class);
    }

    /** Damages each file and resumes: the run ends with the right result, or it is refused with a clear error. */
    @Test
    void aDamagedRun_goesOnAsItWas_orSaysWhyNot() throws IOException {
        List<String> notes = new ArrayList<>();
        RunDirectory whole = copy("whole");
        String expected = ResumedRuns.timeless(run(whole, ExperimentListener.SILENT, notes));
        assertThat(notes).isEmpty();
        List<Path> all;
        try (Stream<Path> files = Files.walk(directory.folder())) {
            all = files.filter(Files::isRegularFile)
                    .map(directory.folder()::relativize)
                    .filter(file -> !file.endsWith(".lock") && !file.toString().endsWith(".frame"))
                    .sorted()
                    .toList();
        }
        assertThat(all).hasSizeGreaterThan(6);
        Random random = new Random(2);
        for (Path file : all) {
            RunDirectory broken = copy("broken" + all.indexOf(file));
            Path damaged = broken.folder().resolve(file);
            Files.write(damaged, damaged(Files.readAllBytes(damaged), random));
            notes.clear();
            assertThat(ResumedRuns.timeless(run(broken, ExperimentListener.SILENT, notes)))
                    .as(file.toString())
                    .isEqualTo(expected);
            if (file.toString().endsWith(".safetensors") && !file.toString().contains("000000021")) {
                assertThat(notes)
                        .as(file.toString())
                        .isNotEmpty()
                        .first()
                        .asString()
                        .contains(damaged.toString());
            }
        }
    }

    @Test
    void aDamagedNewestState_fallsBackToTheOneBefore() throws IOException {
        Path newest = ResumedRuns.files(directory, SETTINGS).states("dann", 3).get(0);
        Files.write(newest, damaged(Files.readAllBytes(newest), new Random(3)));
        List<String> notes = new ArrayList<>();
        int[] from = new int[1];
        run(
                directory,
                new ExperimentListener() {
                    @Override
                    public void resumed(int done, long images, List<Rollback> rollbacks) {
                        from[0] = done;
                    }
                },
                notes);
        assertThat(from[0]).isEqualTo(21);
        assertThat(notes).hasSize(2);
        assertThat(notes.get(0)).contains(newest.toString());
        assertThat(notes.get(1)).isEqualTo("dann, seed 3 resumes from the earlier step 21");
    }

    /** Reads a file. The result must be as before, or the right exception must be thrown. */
    private interface Reader {
        Object read(Path file);
    }

    private static void damage(Path file, Reader reader, Class<? extends Exception> refusal) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String right = RunJson.line(reader.read(file));
        Random random = new Random(bytes.length);
        int refused = 0;
        for (int i = 0; i < DAMAGES; i++) {
            Files.write(file, damaged(bytes, random));
            try {
                assertThat(RunJson.line(reader.read(file))).isEqualTo(right);
            } catch (RuntimeException e) {
                assertThat(e).isInstanceOf(refusal).hasMessageContaining(file.toString());
                refused++;
            }
        }
        Files.write(file, bytes);
        assertThat(refused).as(file.toString()).isGreaterThan(DAMAGES * 9 / 10);
    }

    /** Flips one bit, anywhere or near the start; cuts the file off in one of four cases. */
    private static byte[] damaged(byte[] bytes, Random random) {
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        byte[] damaged = bytes.clone();
        int at = random.nextInt(random.nextBoolean() ? Math.min(4096, bytes.length) : bytes.length);
        damaged[at] ^= (byte) (1 << random.nextInt(8));
        return damaged;
    }

    private RunDirectory copy(String name) throws IOException {
        Path to = temp.resolve(name);
        try (Stream<Path> files = Files.walk(directory.folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(directory.folder().relativize(file).toString()));
            }
        }
        return new RunDirectory(to);
    }

    @Test
    void weightsOfADamagedDoneFile_areNeverUsed() throws IOException {
        Path done = directory.checkpoints().resolve("source-only-seed3-done.safetensors");
        byte[] bytes = Files.readAllBytes(done);
        Random random = new Random(4);
        try (Network network = new Network(SETTINGS.recipe().network(), 0)) {
            for (int i = 0; i < 50; i++) {
                Files.write(done, damaged(bytes, random));
                assertThatExceptionOfType(ModelException.class)
                        .isThrownBy(() -> ResumedRuns.files(directory, SETTINGS).restore("source-only", 3, network));
            }
        }
    }
}
