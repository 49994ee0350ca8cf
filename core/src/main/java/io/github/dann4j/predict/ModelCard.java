package io.github.dann4j.predict;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.adapt.Stages;
import io.github.dann4j.api.PublicApi;
import io.github.dann4j.backbone.Backbone;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.backbone.Backbones;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.ImageSize;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.extract.ExtractionListener;
import io.github.dann4j.data.extract.ImageFeatures;
import io.github.dann4j.data.name.BaseName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.prepare.ImageInput;
import io.github.dann4j.data.prepare.ImagePreprocessing;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.data.prepare.Preprocessing;
import io.github.dann4j.data.store.StorageSpace;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.recipe.EarlierForm;
import io.github.dann4j.recipe.Recipe;
import io.github.dann4j.recipe.RecipeFile;
import io.github.dann4j.recipe.RecordFormat;
import io.github.dann4j.result.DataRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Describes a model and how its input is made.
 *
 * @param method label of the method that trained it
 * @param source name of the source dataset
 * @param target name of the target dataset
 * @param seed of the training
 * @param classNames in label order
 * @param network the network's structure
 * @param preprocessing how an example becomes what the network takes
 * @param normalisation how pixel values become inputs
 * @param targetStatistics the domain whose batch statistics are used for target images
 * @param imageSizes sizes of the source's and the target's images before the preprocessing; empty in models saved
 *     before sizes were stored
 * @param directory the folder that relative folders in the names of the datasets refer to; null if there are
 *     none, or if it is unknown
 * @param data the splits that the training used; empty in models saved before splits were stored
 * @param backbone the network that turns images into the features that the model takes, or with which the model begins;
 *     null for a model without one
 */
@PublicApi
@EarlierForm(EarlierCard.class)
public record ModelCard(
        String method,
        String source,
        String target,
        long seed,
        List<String> classNames,
        NetworkSpec network,
        Preprocessing preprocessing,
        Normalisation normalisation,
        Domain targetStatistics,
        List<ImageSize> imageSizes,
        @Nullable String directory,
        List<DataRecord> data,
        @Nullable BackboneRecord backbone) {
    public ModelCard {
        classNames = List.copyOf(classNames);
        imageSizes = List.copyOf(imageSizes);
        data = List.copyOf(data);
        if (!imageSizes.isEmpty() && imageSizes.size() != Domain.values().length) {
            throw new IllegalArgumentException(
                    "imageSizes: expected one size per domain, or none, got " + imageSizes.size());
        }
    }

    /** Version of the stored format. */
    @JsonProperty("format")
    int format() {
        return RecordFormat.CURRENT;
    }

    /** Creates the card of a model of which the exact splits of its training are unknown. */
    public ModelCard(
            String method,
            String source,
            String target,
            long seed,
            List<String> classNames,
            NetworkSpec network,
            Preprocessing preprocessing,
            Normalisation normalisation,
            Domain targetStatistics,
            List<ImageSize> imageSizes) {
        this(
                method,
                source,
                target,
                seed,
                classNames,
                network,
                preprocessing,
                normalisation,
                targetStatistics,
                imageSizes,
                null,
                List.of(),
                null);
    }

    /** Creates the card of a model of which the image sizes of its training are unknown. */
    public ModelCard(
            String method,
            String source,
            String target,
            long seed,
            List<String> classNames,
            NetworkSpec network,
            Preprocessing preprocessing,
            Normalisation normalisation,
            Domain targetStatistics) {
        this(
                method,
                source,
                target,
                seed,
                classNames,
                network,
                preprocessing,
                normalisation,
                targetStatistics,
                List.of());
    }

    /**
     * How a single image of this domain, of any size, is brought to the input size. All images of a folder were
     * stored in one size, so every image is first brought to that size. The images of other datasets have one size
     * each: an image of the size of either domain goes directly through the preprocessing, as in the training. A model
     * that begins with a backbone prepares every image as the backbone expects.
     */
    public ImageInput imageInput(Domain domain) {
        if (!(preprocessing instanceof ImagePreprocessing images)) {
            throw new ModelException(
                    "the model takes vectors of features, not images; give a file of features, such as csv:FILE");
        }
        if (beginsWithBackbone()) {
            return new ImageInput(
                    images, List.of(), Objects.requireNonNull(backbone).transform());
        }
        if (imageSizes.isEmpty()) {
            return new ImageInput(images, List.of());
        }
        ImageSize own = imageSizes.get(domain.label());
        ImageSize other = imageSizes.get(1 - domain.label());
        boolean folder = DataCatalog.isFolder(domain == Domain.SOURCE ? source : target);
        return new ImageInput(images, folder ? List.of(own) : List.of(own, other));
    }

    /**
     * Opens one split of a dataset for this model; each image of a folder is prepared like the images of the
     * training.
     *
     * @param domain the domain that the examples belong to
     */
    public ExampleSet open(String name, Split split, DataLocation where, Domain domain) {
        return open(name, split, where, domain, ExtractionListener.SILENT);
    }

    /**
     * Like the other method, for a model whose backbone may take long for the images.
     *
     * @param listener receives the progress of computing features; it is not called where there is no backbone
     */
    public ExampleSet open(String name, Split split, DataLocation where, Domain domain, ExtractionListener listener) {
        if (backbone == null || DataCatalog.isFeatureFile(name)) {
            return DataCatalog.examples(name, split, where, takesImages() ? imageInput(domain) : null);
        }
        try (Backbone opened = Backbones.ofModel(backbone)) {
            return DataCatalog.examples(
                    name, split, where, GeneratedSize.defaults(), new ImageFeatures(opened, listener));
        }
    }

    /** Returns this card with another place of its backbone's file. */
    ModelCard withBackbone(BackboneRecord moved) {
        return new ModelCard(
                method,
                source,
                target,
                seed,
                classNames,
                network,
                preprocessing,
                normalisation,
                targetStatistics,
                imageSizes,
                directory,
                data,
                moved);
    }

    /** Whether the network itself has all layers of the backbone, which were trained: the file of it is not needed. */
    public boolean beginsWithBackbone() {
        return backbone != null && backbone.takesPixels();
    }

    /**
     * Brings examples to the form that the network takes; a new owner. Images of the size of the input count as prepared.
     *
     * @throws io.github.dann4j.data.DataException if the network cannot take them
     */
    public ExampleSet fitting(ExampleSet set) {
        if (backbone != null
                && backbone.takesPixels()
                && set instanceof ImageSet images
                && !(images.width() == backbone.transform().size()
                        && images.height() == backbone.transform().size())) {
            return ImageFeatures.prepared(images, backbone.transform(), StorageSpace.inMemory());
        }
        return preprocessing.apply(set);
    }

    /** Whether the model is used with image files: it takes images, or has a backbone that does. */
    public boolean readsImages() {
        return takesImages() || backbone != null;
    }

    /** Whether the network takes images; otherwise it takes vectors of features, which may be those of a backbone. */
    public boolean takesImages() {
        return preprocessing instanceof ImagePreprocessing;
    }

    /** Name of the dataset of a domain. */
    public String nameOf(Domain domain) {
        return domain == Domain.SOURCE ? source : target;
    }

    /** Returns {@code where} with this card's folder as the base of relative folders. */
    public DataLocation located(DataLocation where) {
        return directory == null ? where : where.from(Path.of(directory));
    }

    private BaseName base(Domain domain) {
        return directory == null ? BaseName.of(nameOf(domain)) : BaseName.of(nameOf(domain), Path.of(directory));
    }

    /** Whether a dataset is that of a domain, by its name: any part of it, however the name is written. */
    public boolean isOf(DatasetInfo set, Domain domain) {
        return BaseName.of(set.name()).equals(base(domain));
    }

    /** The domain of a dataset's images: the source for the model's source dataset, the target for any other. */
    public Domain domainOf(DatasetInfo set) {
        return isOf(set, Domain.SOURCE) ? Domain.SOURCE : Domain.TARGET;
    }

    /**
     * Like {@link #domainOf(DatasetInfo)}; also recognises images of the source under another name.
     *
     * @param sum gives the SHA-256 of the images as they are stored; called only if the name does not decide
     */
    public Domain domainOf(DatasetInfo set, Supplier<String> sum) {
        if (isOf(set, Domain.SOURCE) || isOf(set, Domain.TARGET) || data.isEmpty()) {
            return domainOf(set);
        }
        String images = sum.get();
        return data.stream()
                        .anyMatch(split ->
                                split.role().equals("source") && split.sha256().equals(images))
                ? Domain.SOURCE
                : Domain.TARGET;
    }

    /**
     * The domain of image files: the source for files in the folder of the model's source, unless they lie in a
     * folder of the target below it; the target for any other.
     *
     * @param images a file, or a folder of files
     */
    public Domain domainOf(Path images) {
        int source = base(Domain.SOURCE).depthAbove(images);
        return source >= 0 && source >= base(Domain.TARGET).depthAbove(images) ? Domain.SOURCE : Domain.TARGET;
    }

    /** The batch statistics for images of a dataset: the source's for the source, the target's for any other. */
    public Domain statisticsFor(DatasetInfo set) {
        return statisticsFor(domainOf(set));
    }

    /** The batch statistics for images of a domain: those that the method uses on it. */
    public Domain statisticsFor(Domain domain) {
        return domain == Domain.SOURCE ? Domain.SOURCE : targetStatistics;
    }

    /** Returns the recipe with the model's network and preprocessing, and without a warm-up of this method, which the model had. */
    public Recipe fitted(Recipe recipe, MethodType<?> method) {
        Recipe fitted = recipe.with(network, preprocessing);
        Stages stages = fitted.stages(method);
        if (stages.resample()) { // the shares would be estimated at the end of the warm-up
            fitted = RecipeFile.with(fitted, method.name() + ".resample", "false");
        }
        return stages.warmUp() > 0 ? RecipeFile.with(fitted, method.name() + ".warmUp", "0") : fitted;
    }
}
