package io.github.dann4j.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dann4j.data.DataEntry;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.LabeledImages;
import io.github.dann4j.data.Normalisation;
import io.github.dann4j.data.Preprocessing;
import io.github.dann4j.data.UnlabeledImages;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.evaluate.Evaluation;
import io.github.dann4j.evaluate.Evaluator;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.model.DannNetwork;
import io.github.dann4j.model.Domain;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.NetworkSpec;
import io.github.dann4j.model.SafeTensors;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A trained network on disk, with all that its use needs, in one safetensors file.
 *
 * @param network the net, with its weights; owned
 * @param card what belongs to it
 */
public record SavedModel(DannNetwork network, Card card) implements AutoCloseable {
    private static final String CARD = "dann4j";

    /**
     * What a model is and how its input is made.
     *
     * @param method label of the method that trained it
     * @param source name of the source set
     * @param target name of the target set
     * @param seed of the training
     * @param classNames in label order
     * @param network the net
     * @param preprocessing way of a picture to the input size
     * @param normalisation way of pixel values to inputs
     * @param targetStatistics whose batch statistics serve target images
     */
    public record Card(
            String method,
            String source,
            String target,
            long seed,
            List<String> classNames,
            NetworkSpec network,
            Preprocessing preprocessing,
            Normalisation normalisation,
            Domain targetStatistics) {
        public Card {
            classNames = List.copyOf(classNames);
        }

        /** The batch statistics for pictures of a set: the source's for the source, the target's for any other. */
        public Domain statisticsFor(DataEntry set) {
            return set.name().equals(base(source)) ? Domain.SOURCE : targetStatistics;
        }

        private static String base(String name) {
            int bracket = name.indexOf('[');
            return bracket < 0 ? name : name.substring(0, bracket);
        }
    }

    /** Writes a model whole or not at all. */
    public static void write(Path file, DannNetwork network, Card card) {
        String text = RunJson.write(card);
        AtomicFile.write(file, out -> SafeTensors.write(out, network.state(), Map.of(CARD, text)));
    }

    /**
     * Reads a model; to be closed by the caller.
     *
     * @throws ModelException if the file is missing, damaged, or no model of this library
     */
    public static SavedModel read(Path file) {
        SafeTensors tensors = SafeTensors.read(file);
        Card card;
        try {
            card = RunJson.read(tensors.text(CARD), Card.class);
        } catch (JsonProcessingException e) {
            throw new ModelException(
                    "%s: its description cannot be read: %s".formatted(file, e.getOriginalMessage()), e);
        }
        DannNetwork network;
        try {
            network = new DannNetwork(card.network(), 0);
        } catch (RuntimeException e) {
            throw new ModelException("%s: its network cannot be built: %s".formatted(file, e.getMessage()), e);
        }
        try {
            tensors.copyInto(network.state());
            return new SavedModel(network, card);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /**
     * Tests the model on a labelled set of any picture size.
     *
     * @throws DataException if the set's classes are not the model's
     */
    public Evaluation evaluate(ImageSet set, Domain statistics, Precision precision) {
        if (Collections.disjoint(set.classNames(), card.classNames())) {
            throw new DataException("%s has %d classes, the model was trained on %d of %s: they must be the same"
                    .formatted(
                            set.name(),
                            set.classNames().size(),
                            card.classNames().size(),
                            card.source()));
        }
        try (ImageSet matched = set.withClasses(card.classNames());
                ImageSet resized = card.preprocessing().resized(matched);
                LabeledImages images = new LabeledImages(resized, card.normalisation())) {
            return new Evaluator(network, precision).evaluate(images, statistics);
        }
    }

    /**
     * What the feature extractor makes of images of any picture size: {@code count} of them, spread evenly over the set.
     *
     * @return one row an image
     */
    public float[][] features(ImageSet set, Domain statistics, int count, Precision precision) {
        try (ImageSet resized = card.preprocessing().resized(set);
                UnlabeledImages images = new UnlabeledImages(resized, card.normalisation())) {
            return new Evaluator(network, precision).features(images, statistics, count);
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
