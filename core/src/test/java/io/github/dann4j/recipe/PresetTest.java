package io.github.dann4j.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dann4j.adapt.Dann;
import io.github.dann4j.adapt.DannSettings;
import io.github.dann4j.adapt.DannSettings.Passes;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.SourceOnly;
import io.github.dann4j.adapt.registry.Methods;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.prepare.Augmentation;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.model.Layer;
import io.github.dann4j.model.Layer.Convolution;
import io.github.dann4j.model.Layer.Dropout;
import io.github.dann4j.model.Layer.Flatten;
import io.github.dann4j.model.Layer.Linear;
import io.github.dann4j.model.Layer.MaxPool;
import io.github.dann4j.model.Layer.Relu;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.NetworkSpec.Initialisation;
import io.github.dann4j.optimize.LearningRate;
import io.github.dann4j.optimize.OptimizerSettings;
import io.github.dann4j.train.LambdaSchedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the presets with what they claim to be: {@code paper} is Ganin et al., "Domain-adversarial training of
 * neural networks", JMLR 17 (2016), and {@code best}, {@code dann} and {@code quick} are the recipes of the published results.
 */
class PresetTest {
    private static final Path RESULTS = Path.of("..", "docs", "results");

    private static Recipe recipe(Preset preset, String source, String target) {
        return preset.recipe(DataCatalog.entry(source), DataCatalog.entry(target));
    }

    @ParameterizedTest
    @CsvSource({"mnist, mnist-m", "syn-numbers, svhn", "svhn, mnist", "syn-signs, gtsrb"})
    void paper_hasThePapersSettings_forAllItsPairs(String source, String target) {
        Recipe paper = recipe(Preset.PAPER, source, target);

        // §5.2.2: batches of 128, half from each domain; momentum 0.9. The paper mentions neither weight decay nor
        // augmentation.
        assertThat(2 * paper.batchSize()).isEqualTo(128);
        // The paper subtracts the mean: the one setting of it that is changed, for all pairs, see docs/EXPERIMENTS.md.
        assertThat(paper.scaling()).isEqualTo(Scaling.PLUS_MINUS_ONE);
        assertThat(paper.optimizer()).isEqualTo(new OptimizerSettings.Sgd(0.9, 0));
        assertThat(paper.augmentBelow()).isZero();
        assertThat(paper.augmentation()).isEqualTo(Augmentation.NONE);
        // §5.2.2: μ_p = μ_0 / (1 + αp)^β with μ_0 = 0.01, α = 10, β = 0.75; "no learning rate annealing" when training
        // on SVHN.
        assertThat(paper.learningRate())
                .isEqualTo(
                        source.equals("svhn")
                                ? new LearningRate.Constant(0.01)
                                : new LearningRate.Annealed(0.01, 10, 0.75));
        // §5.2.2: λ_p = 2 / (1 + exp(−γp)) − 1 with γ = 10, from the first step on; §4: one network sees both halves
        // of the batch. Half of λ: L_d is the sum of two means here, and the mean over both domains in the authors'
        // framework.
        assertThat(paper.settings(Dann.TYPE))
                .isEqualTo(new DannSettings(new LambdaSchedule(10, 0.5), Passes.JOINT, 0, false));
        // Table 2 without its subspace alignment; AdaBN appeared after the paper, whose networks have no batch norm.
        assertThat(Preset.PAPER
                        .defaults(DataCatalog.entry("mnist"), DataCatalog.entry("mnist-m"))
                        .compared())
                .containsExactly(SourceOnly.TYPE, Dann.TYPE, SourceOnly.ON_TARGET);
    }

    /**
     * Figure 4, layer by layer. Activations are rectified linear units after every layer but the last (§5.2.2).
     *
     * <p>Not in the figure, but chosen by this project: the input sizes; the first weights; the padding of the SVHN
     * network; its dropout of 0.5 and max-norm of 4, which the paper mentions without a number; the number of steps.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mnist | mnist-m | 32 | 0 | conv 5x5x32, max-pool 2/2, conv 5x5x48, max-pool 2/2 | FC 100, FC 100, FC 10 | FC 100, FC 1",
                "syn-numbers | svhn | 32 | 4 | conv 5x5x64, max-pool 3/2, conv 5x5x64, max-pool 3/2, conv 5x5x128 | FC 3072, dropout 0.5, FC 2048, dropout 0.5, FC 10 | FC 1024, dropout 0.5, FC 1024, dropout 0.5, FC 1",
                "svhn | mnist | 32 | 4 | conv 5x5x64, max-pool 3/2, conv 5x5x64, max-pool 3/2, conv 5x5x128 | FC 3072, dropout 0.5, FC 2048, dropout 0.5, FC 10 | FC 1024, dropout 0.5, FC 1024, dropout 0.5, FC 1",
                "syn-signs | gtsrb | 40 | 0 | conv 5x5x96, max-pool 2/2, conv 3x3x144, max-pool 2/2, conv 5x5x256, max-pool 2/2 | FC 512, FC 43 | FC 1024, FC 1024, FC 1",
            })
    void papersNets_areThoseOfFigure4(
            String source, String target, int side, double maxNorm, String features, String labels, String domains) {
        NetworkSpec net = recipe(Preset.PAPER, source, target).network();

        assertThat(described(net.features())).isEqualTo(features);
        assertThat(described(net.labelHead())).isEqualTo(labels);
        assertThat(described(net.domainHead())).isEqualTo(domains);
        assertThat(rectified(net.features())).isTrue();
        assertThat(rectified(withoutLast(net.labelHead()))).isTrue();
        assertThat(rectified(withoutLast(net.domainHead()))).isTrue();
        assertThat(net.hasBatchNorm()).isFalse();
        assertThat(net.images().size()).isEqualTo(side);
        assertThat(net.images().channels()).isEqualTo(3);
        assertThat(net.maxNorm()).isEqualTo(maxNorm);
        assertThat(net.initialisation())
                .isEqualTo(net.name().equals("mnist") ? Initialisation.HE : Initialisation.UNIFORM);
    }

    /** Describes layers as the figure does, without activations and the flattening, which it does not draw. */
    private static String described(List<Layer> layers) {
        return layers.stream()
                .filter(layer -> !(layer instanceof Relu || layer instanceof Flatten))
                .map(PresetTest::described)
                .collect(Collectors.joining(", "));
    }

    private static String described(Layer layer) {
        if (layer instanceof Convolution convolution) {
            return String.format(Locale.ROOT, "conv %1$dx%1$dx%2$d", convolution.kernel(), convolution.channels());
        } else if (layer instanceof MaxPool pool) {
            return String.format(Locale.ROOT, "max-pool %d/%d", pool.kernel(), pool.stride());
        } else if (layer instanceof Linear linear) {
            return "FC " + linear.features();
        } else if (layer instanceof Dropout dropout) {
            return "dropout " + dropout.p();
        }
        return layer.toString();
    }

    /** Returns whether each layer with weights is followed by an activation, directly or after its pooling. */
    private static boolean rectified(List<Layer> layers) {
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i) instanceof Convolution || layers.get(i) instanceof Linear) {
                int next = i + 1 < layers.size() && layers.get(i + 1) instanceof MaxPool ? i + 2 : i + 1;
                if (next >= layers.size() || !(layers.get(next) instanceof Relu)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<Layer> withoutLast(List<Layer> layers) {
        return layers.subList(0, layers.size() - 1);
    }

    /** Results of an unchanged preset: of the main table and of the robustness table. */
    static Stream<Path> publishedResults() throws IOException {
        try (Stream<Path> best = Files.list(RESULTS.resolve("best"));
                Stream<Path> dann = Files.list(RESULTS.resolve("dann"));
                Stream<Path> robustness = Files.list(RESULTS.resolve("robustness"))) {
            return Stream.of(
                    best,
                    dann,
                    robustness.filter(file -> file.getFileName().toString().contains("as-it-is")))
                    .flatMap(files -> files)
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /** Key by key: network, preprocessing, augmentation, steps, batch, learning rate, optimizer and DANN's settings. */
    @ParameterizedTest
    @MethodSource("publishedResults")
    void publishedResult_isOfThePresetThatItNames(Path file) throws IOException {
        JsonNode result = RunJson.tree(Files.readString(file));
        Preset preset = Preset.valueOf(result.path("preset").asText().toUpperCase(Locale.ROOT));
        Recipe recipe = recipe(
                preset, result.path("source").asText(), result.path("target").asText());

        Recipe stored = RunJson.read(result.path("recipe").toString(), Recipe.class);
        List<MethodType<?>> methods = new ArrayList<>(); // a result has the settings of its methods written out
        stored.methods().keySet().forEach(name -> methods.add(Methods.of(name)));
        assertThat(recipe.withSettingsOf(methods)).isEqualTo(stored);
    }

    @Test
    void presetsOfTheTables_havePublishedResults() throws IOException {
        List<String> presets = publishedResults().map(PresetTest::presetOf).toList();
        assertThat(presets).contains("best", "dann", "quick");
    }

    private static String presetOf(Path result) {
        try {
            return RunJson.tree(Files.readString(result)).path("preset").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
