package io.github.dann4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.Resize;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Tensors;
import io.github.dann4j.experiment.CheckpointFiles;
import io.github.dann4j.experiment.CheckpointPlan;
import io.github.dann4j.experiment.Checkpoints;
import io.github.dann4j.experiment.ComparisonRun;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.experiment.ExperimentListener;
import io.github.dann4j.model.Layer.BatchNorm;
import io.github.dann4j.model.Layer.Convolution;
import io.github.dann4j.model.Layer.Dropout;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Layer.MaxPool;
import io.github.dann4j.model.Layer.Relu;
import io.github.dann4j.model.Network;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Statistics;
import io.github.dann4j.model.Replicas;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.recipe.RunJson;
import io.github.dann4j.recipe.RunSettings;
import io.github.dann4j.result.ComparisonRecord;
import io.github.dann4j.snapshot.ReportSnapshots;
import io.github.dann4j.train.LambdaSchedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Small runs that are stopped and resumed, and what must be the same afterwards. */
public final class ResumedRuns {
    public static final int STEPS = 45;
    static final int WARM_UP = 15;

    private static final NetworkSpec NET = new NetworkSpec(
            "little",
            32,
            3,
            List.of(
                    new MaxPool(2, 2),
                    new Convolution(4, 5, 0),
                    new MaxPool(2, 2),
                    new Flatten(),
                    new Linear(16),
                    new BatchNorm(),
                    new Relu()),
            List.of(new Dropout(0.5), new Linear(10)),
            List.of(new Linear(4), new Relu(), new Linear(1)),
            0,
            Statistics.PER_DOMAIN);

    /** Fields that depend on the time or on the process; all others are the same bit for bit. */
    private static final Set<String> TIMES = Set.of("seconds", "imagesPerSecond", "secondsPerSeed", "peakRssMiB");

    private ResumedRuns() {}

    public static Recipe recipe(OptimizerSettings optimizer) {
        return new Recipe(
                NET,
                Resize.PAD_IF_CLOSE,
                Scaling.PLUS_MINUS_ONE,
                new Augmentation(1.3, 10, 0.1, 1, 0),
                10_000,
                STEPS,
                16,
                new LearningRate.Cosine(optimizer instanceof OptimizerSettings.Sgd ? 2e-2 : 2e-3, 0),
                optimizer,
                Map.of(
                        "dann",
                        new DannSettings(new LambdaSchedule(10, 1), Passes.SEPARATE, (double) WARM_UP / STEPS, true)));
    }

    public static DomainPair pair(Recipe recipe) {
        return new DomainPair(
                "printed", "textured", recipe, new DataLocation(List.of()), new GeneratedSize(200, 60, 0));
    }

    public static Comparison comparison(Recipe recipe, List<MethodType<?>> methods, List<Long> seeds) {
        return new Comparison("printed", "textured", "quick", recipe, methods, seeds);
    }

    /** Returns a record as text, without its times. */
    public static String timeless(Object record) {
        return timelessText(RunJson.line(record));
    }

    /** Returns the lines of {@code metrics.jsonl}, without their times. */
    public static List<String> metrics(RunDirectory directory) {
        try {
            List<String> lines = new ArrayList<>();
            for (String line : Files.readAllLines(directory.metrics())) {
                lines.add(timelessText(line));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String timelessText(String json) {
        try {
            JsonNode tree = new ObjectMapper().readTree(json);
            forgetTimes(tree);
            return tree.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void forgetTimes(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            object.remove(TIMES);
        }
        tree.forEach(ResumedRuns::forgetTimes);
    }

    public static CheckpointFiles files(RunDirectory directory, Comparison settings) {
        return new CheckpointFiles(
                directory.checkpoints(),
                RunJson.line(RunSettings.of(settings, Precision.FP32)).strip());
    }

    /** Returns all weights and statistics of a network, by name. */
    public static Map<String, List<Float>> state(Network network) {
        Map<String, List<Float>> state = new LinkedHashMap<>();
        network.state().forEach((name, tensor) -> {
            List<Float> values = new ArrayList<>();
            for (float value : Tensors.floats(tensor)) {
                values.add(value);
            }
            state.put(name, values);
        });
        return state;
    }

    /** Runs a comparison from the state of its folder. */
    public static ComparisonRecord run(
            Comparison settings,
            RunDirectory directory,
            CheckpointPlan plan,
            ExperimentListener listener,
            ReportSnapshots snapshots,
            List<String> notes) {
        directory.make();
        try (DomainPair pair = pair(settings.recipe());
                RunRecorder recorder = RunRecorder.kept(directory, settings, pair, true)) {
            Checkpoints checkpoints = Checkpoints.in(
                    directory.checkpoints(), RunSettings.of(settings, Precision.FP32), plan, recorder, notes::add);
            Experiment experiment = new Experiment(
                    pair,
                    settings.recipe(),
                    Precision.FP32,
                    ExperimentListener.both(recorder, listener),
                    checkpoints,
                    Replicas.NONE,
                    null);
            return new ComparisonRun(settings, experiment, snapshots).run();
        }
    }
}
