package io.github.dann4j.predict;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.PictureSize;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.name.BaseName;
import io.github.dann4j.data.name.DataEntry;
import io.github.dann4j.data.prepare.ImagePreprocessing;
import io.github.dann4j.data.prepare.Normalisation;
import io.github.dann4j.data.prepare.PictureInput;
import io.github.dann4j.data.prepare.Preprocessing;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a model is and how its input is made.
 *
 * @param method label of the method that trained it
 * @param source name of the source set
 * @param target name of the target set
 * @param seed of the training
 * @param classNames in label order
 * @param network the net
 * @param preprocessing way of an example to what the network takes
 * @param normalisation way of pixel values to inputs
 * @param targetStatistics whose batch statistics serve target images
 * @param pictures sizes of the source's and the target's pictures before the preprocessing; empty in a model that was saved
 *     before they were noted
 * @param directory where relative folders in the names of the datasets count from; null if there are none, or it is not known
 * @param data the splits that the training used; empty in a model that was saved before they were noted
 */
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
        List<PictureSize> pictures,
        @Nullable String directory,
        List<DataRecord> data) {
    public ModelCard {
        classNames = List.copyOf(classNames);
        pictures = List.copyOf(pictures);
        data = List.copyOf(data);
        if (!pictures.isEmpty() && pictures.size() != Domain.values().length) {
            throw new IllegalArgumentException("pictures: expected one size a domain, or none, got " + pictures.size());
        }
    }

    /** Version of the form in which it is written. */
    @JsonProperty("format")
    int format() {
        return RecordFormat.CURRENT;
    }

    /** A model of which it is not known what exactly the splits of its training held. */
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
            List<PictureSize> pictures) {
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
                pictures,
                null,
                List.of());
    }

    /** A model of which it is not known how large the pictures of its training were. */
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
     * The way of a single picture of this domain, of any size, to the input size. Of a folder all pictures were stored in one
     * size, so all go through that. The pictures of other sets have one size each, and keep the way that they went.
     */
    public PictureInput pictureInput(Domain domain) {
        if (!(preprocessing instanceof ImagePreprocessing images)) {
            throw new ModelException(
                    "the model takes vectors of features and no pictures; give a file of features, as csv:FILE");
        }
        if (pictures.isEmpty()) {
            return new PictureInput(images, List.of());
        }
        PictureSize own = pictures.get(domain.label());
        PictureSize other = pictures.get(1 - domain.label());
        boolean folder = DataCatalog.isFolder(domain == Domain.SOURCE ? source : target);
        return new PictureInput(images, folder ? List.of(own) : List.of(own, other));
    }

    /**
     * Opens one split of a set for this model: of a folder each picture goes the way of the training's.
     *
     * @param domain whose examples they are
     */
    public ExampleSet open(String name, Split split, DataLocation where, Domain domain) {
        return DataCatalog.examples(name, split, where, takesImages() ? pictureInput(domain) : null);
    }

    /** Whether the model takes images; else it takes vectors of features. */
    public boolean takesImages() {
        return preprocessing instanceof ImagePreprocessing;
    }

    /** Name of the dataset of a domain. */
    public String nameOf(Domain domain) {
        return domain == Domain.SOURCE ? source : target;
    }

    /** These places, as the names of this card's datasets need them. */
    public DataLocation located(DataLocation where) {
        return directory == null ? where : where.from(Path.of(directory));
    }

    private BaseName base(Domain domain) {
        return directory == null ? BaseName.of(nameOf(domain)) : BaseName.of(nameOf(domain), Path.of(directory));
    }

    /** Whether a dataset is that of a domain, by its name: any part of it, the name written in any way. */
    public boolean isOf(DataEntry set, Domain domain) {
        return BaseName.of(set.name()).equals(base(domain));
    }

    /** The domain that pictures of a set belong to: the source's for the model's source set, the target's for any other. */
    public Domain domainOf(DataEntry set) {
        return isOf(set, Domain.SOURCE) ? Domain.SOURCE : Domain.TARGET;
    }

    /**
     * As {@link #domainOf(DataEntry)}, and the source's for images that are those of the source under another name.
     *
     * @param sum gives the SHA-256 of the images as they are stored; asked for only if the name does not tell
     */
    public Domain domainOf(DataEntry set, Supplier<String> sum) {
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
     * The domain that picture files belong to: the source's for those below the folder of the model's source, unless they lie in a folder
     * of the target's below that, the target's for any other.
     *
     * @param pictures a file, or a folder of files
     */
    public Domain domainOf(Path pictures) {
        int source = base(Domain.SOURCE).depthAbove(pictures);
        return source >= 0 && source >= base(Domain.TARGET).depthAbove(pictures) ? Domain.SOURCE : Domain.TARGET;
    }

    /** The batch statistics for pictures of a set: the source's for the source, the target's for any other. */
    public Domain statisticsFor(DataEntry set) {
        return statisticsFor(domainOf(set));
    }

    /** The batch statistics for pictures of a domain: those that the method uses on it. */
    public Domain statisticsFor(Domain domain) {
        return domain == Domain.SOURCE ? Domain.SOURCE : targetStatistics;
    }

    /** A recipe with the model's network and its way of an example to the input, and without a warm-up of this method: it is done. */
    public Recipe fitted(Recipe recipe, MethodType<?> method) {
        Recipe fitted = recipe.with(network, preprocessing);
        String warmUp = method.name() + ".warmUp";
        return fitted.stages(method).warmUp() > 0 ? RecipeFile.with(fitted, warmUp, "0") : fitted;
    }
}
