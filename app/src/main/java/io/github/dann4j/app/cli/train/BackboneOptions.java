package io.github.dann4j.app.cli.train;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.backbone.Backbone;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.backbone.Backbones;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.extract.ExtractionListener;
import io.github.dann4j.data.extract.ImageFeatures;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.prepare.FeaturePreprocessing;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.pretrained.Architectures;
import io.github.dann4j.pretrained.TorchBackbone;
import io.github.dann4j.pretrained.TunedStage;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.recipe.Recipe;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that put a network of others before the one that is trained. */
final class BackboneOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--backbone",
            paramLabel = "NAME:FILE",
            description =
                    "Train on the features that a frozen network computes from the image files at their original size: any network in the ONNX format, as onnx:FILE, with #OUTPUT if it has several outputs, and with the input that it expects if the file does not say so: onnx:FILE?size=224,resize=256,mean=0.485/0.456/0.406,sd=0.229/0.224/0.225#OUTPUT. The features are computed once for each image. Or weights as safetensors, with the names of torchvision: mobilenet-v2:FILE, mobilenet-v2-tf:FILE, squeezenet:FILE, squeezenet-caffe:FILE, resnet18:FILE or resnet50:FILE.")
    private @Nullable String backbone;

    @Option(
            names = "--tune",
            paramLabel = "none|last-stage",
            description =
                    "Which layers of a --backbone are trained, where the program has its layers, as for mobilenet-v2:FILE. none: no layer; last-stage: the layers from its last stage on, at a tenth of the learning rate; the outputs of the layers before them are computed once (default: none).")
    private @Nullable Tune tune;

    /** Whether a backbone is given. */
    boolean isGiven() {
        return backbone != null;
    }

    /** Returns the preset of a command that was given none: that for features if there are any. */
    Preset presetElse(Preset other) {
        return isGiven() ? Preset.PHOTOGRAPHS : other;
    }

    /** Adds these options, as they were given. */
    void addTo(Map<String, String> options) {
        if (backbone != null) {
            options.put("backbone", backbone);
        }
        if (tune != null) {
            options.put("tune", tune.toString());
        }
    }

    /**
     * Opens the backbone once, to know its features and to say what was assumed.
     *
     * @return null if none is given
     * @throws ParameterException if the options do not fit each other
     * @throws io.github.dann4j.backbone.BackboneException if the network cannot be used
     */
    @Nullable
    BackboneRecord record() {
        if (backbone == null) {
            if (tune != null) {
                throw usage("--tune needs --backbone; it says which layers of the backbone are trained");
            }
            return null;
        }
        boolean lastStage = tune == Tune.LAST_STAGE;
        if (lastStage && Architectures.find(backbone.split(":", 2)[0]).isEmpty()) {
            throw usage("--tune last-stage needs a backbone whose layers the program has, one of %s; got %s"
                    .formatted(Architectures.all(), backbone));
        }
        try (Backbone opened = Backbones.open(lastStage ? backbone + "#" + TorchBackbone.MAPS : backbone)) {
            CommonOptions.tell(opened.notes(), command());
            return opened.record();
        }
    }

    /** Returns the catalogue entry of a dataset, or of the features that a backbone computes from it. */
    static DatasetInfo entry(String name, @Nullable BackboneRecord frozen) {
        DatasetInfo entry = DataCatalog.entry(name);
        return frozen == null ? entry : DataCatalog.featuresOf(entry, frozen.columns());
    }

    /** Puts the last stage of a backbone that ends before it at the beginning of the recipe's network. */
    static Recipe tuned(Recipe recipe, @Nullable BackboneRecord frozen) {
        return frozen == null || !TunedStage.isFor(frozen)
                ? recipe
                : recipe.with(
                        TunedStage.before(recipe.network(), frozen),
                        new FeaturePreprocessing(frozen.columns(), List.of(), Scaling.AS_IS));
    }

    /**
     * Opens the backbone for some work, and closes it afterwards.
     *
     * @param frozen null for none
     * @param listener receives the progress of computing features
     * @param work receives what computes the features; null for none
     */
    static <T> T with(
            @Nullable BackboneRecord frozen, ExtractionListener listener, Function<@Nullable ImageFeatures, T> work) {
        if (frozen == null) {
            return work.apply(null);
        }
        try (Backbone opened = Backbones.open(frozen)) {
            return work.apply(new ImageFeatures(opened, listener));
        }
    }

    private CommandSpec command() {
        return Objects.requireNonNull(spec);
    }

    private ParameterException usage(String message) {
        return new ParameterException(command().commandLine(), message);
    }
}
