package io.github.dann4j.app.cli.train;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.backbone.Backbone;
import io.github.dann4j.backbone.BackboneException;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.backbone.Backbones;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.extract.ExtractionListener;
import io.github.dann4j.data.extract.ImageFeatures;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.prepare.FeaturePreprocessing;
import io.github.dann4j.data.prepare.ImagePreprocessing;
import io.github.dann4j.data.prepare.Scaling;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.pretrained.Architectures;
import io.github.dann4j.pretrained.TorchBackbone;
import io.github.dann4j.pretrained.TunedStage;
import io.github.dann4j.recipe.Comparison;
import io.github.dann4j.recipe.InitialModel;
import io.github.dann4j.recipe.Preset;
import io.github.dann4j.recipe.Recipe;
import java.nio.file.Path;
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
public final class BackboneOptions {
    /** The option, without dashes. */
    static final String NAME = "backbone";

    private static final String TUNE = "tune";

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
            paramLabel = TuneNames.ALL,
            converter = TuneNames.class,
            description =
                    "Which layers are trained with a --backbone. heads: only the layers that the recipe puts after it; its features are computed once. Where the program has its layers, as for mobilenet-v2:FILE, also last-stage: the layers from its last stage on; the outputs of the layers before them are computed once. all: all its layers; every image goes through them in every step, cropped and mirrored at random as the recipe says. Layers of the backbone learn at a tenth of the learning rate (default: heads; none is its earlier name).")
    private @Nullable Tune tune;

    /** Whether a backbone is given. */
    boolean isGiven() {
        return backbone != null;
    }

    /** Returns the preset of a command that was given none: that for features if there are any. */
    public Preset presetElse(Preset other) {
        return isGiven() ? Preset.PHOTOGRAPHS : other;
    }

    /** Adds these options, with the absolute path of the file, by which a run finds it when it resumes. */
    void addTo(Map<String, String> options) {
        if (backbone != null) {
            options.put(NAME, Backbones.absolute(backbone));
        }
        if (tune != null) {
            options.put(TUNE, tune.toString());
        }
    }

    /**
     * Opens the backbone once, to know its features and to say what was assumed.
     *
     * @return null if none is given
     * @throws ParameterException if the options do not fit each other
     * @throws BackboneException if the network cannot be used
     */
    public @Nullable BackboneRecord record() {
        if (backbone == null) {
            if (tune != null) {
                throw usage("--tune needs --backbone; it says which layers of the backbone are trained");
            }
            return null;
        }
        Tune wanted = tune == null ? Tune.HEADS : tune;
        if (wanted != Tune.HEADS
                && Architectures.find(backbone.split(":", 2)[0]).isEmpty()) {
            throw usage("--tune %s needs a backbone whose layers the program has, one of %s; got %s"
                    .formatted(wanted, Architectures.all(), backbone));
        }
        String name = switch (wanted) {
            case HEADS -> backbone;
            case LAST_STAGE -> backbone + "#" + TorchBackbone.MAPS;
            case ALL -> backbone + "#" + BackboneRecord.PIXELS;
        };
        try (Backbone opened = Backbones.open(name)) {
            BackboneRecord record = opened.record();
            CommonOptions.tell(opened.notes(), command());
            CommonOptions.tell(
                    List.of("%s: %s".formatted(record.name(), record.weights().described())), command());
            if (TunedStage.isFor(record)) {
                CommonOptions.tell(List.of("--tune %s: %s".formatted(wanted, TunedStage.described(record))), command());
            }
            return record;
        }
    }

    /**
     * Returns the settings of a stored run with the place of its backbone, which is only in the options of the run, or
     * where the model is that it starts from. The settings of earlier versions have it.
     *
     * @param given the value of {@code --backbone}; empty if it was not given
     * @throws BackboneException if there is no such file
     */
    static Comparison located(Comparison stored, String given) {
        BackboneRecord frozen = stored.backbone();
        if (frozen == null || Path.of(frozen.file()).isAbsolute()) {
            return stored;
        }
        if (!given.isEmpty()) {
            return stored.with(frozen.at(Backbones.file(given).toAbsolutePath()));
        }
        InitialModel initial = stored.from();
        return initial == null ? stored : stored.with(backbone(initial));
    }

    /** Returns the backbone of a model; null if it has none. */
    static @Nullable BackboneRecord backbone(InitialModel initial) {
        try (SavedModel model = SavedModel.read(initial)) {
            return model.card().backbone();
        }
    }

    /** Whether a value that is given with {@code --resume} is that of the run. */
    static boolean isSame(String option, String given, String before) {
        if (option.equals(TUNE)) {
            return TuneNames.isSame(given, before);
        }
        if (!option.equals(NAME)) {
            return false;
        }
        try {
            return Backbones.absolute(given).equals(before);
        } catch (BackboneException e) {
            return false;
        }
    }

    /** Returns the catalogue entry of a dataset, or of the features that a backbone computes from it. */
    public static DatasetInfo entry(String name, @Nullable BackboneRecord frozen) {
        DatasetInfo entry = DataCatalog.entry(name);
        return frozen == null ? entry : DataCatalog.featuresOf(entry, frozen.columns());
    }

    /** Puts the layers of a backbone that are trained at the beginning of the recipe's network. */
    public static Recipe tuned(Recipe recipe, @Nullable BackboneRecord backbone) {
        if (backbone == null || !TunedStage.isFor(backbone)) {
            return recipe;
        }
        NetworkSpec network = TunedStage.before(recipe.network(), backbone);
        return recipe.with(
                network,
                backbone.takesPixels()
                        ? new ImagePreprocessing(
                                network.images().size(), network.images().channels(), recipe.resize(), Scaling.BACKBONE)
                        : new FeaturePreprocessing(backbone.columns(), List.of(), Scaling.AS_IS));
    }

    /**
     * Opens the backbone for some work, and closes it afterwards.
     *
     * @param frozen null for none
     * @param listener receives the progress of computing features
     * @param work receives what computes the features; null for none
     */
    public static <T> T with(
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
