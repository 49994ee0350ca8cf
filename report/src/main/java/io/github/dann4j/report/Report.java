package io.github.dann4j.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that {@code report.html} shows, as plain values; {@link ReportPage} makes the page. All texts are plain
 * text: the page shows them as they are and never interprets them as markup. Accuracies, shares and probabilities are
 * fractions in [0, 1].
 *
 * @param title of the page
 * @param question that the report answers, one sentence
 * @param answer one sentence, with numbers
 * @param highlights the few most important numbers
 * @param findings of the diagnosis; the page has no such section if there are none
 * @param source name of the source domain
 * @param target name of the target domain
 * @param classes names in label order
 * @param methods in the order of the table
 * @param terms of the methods, one curve each
 * @param validators figures of the methods that need no label of the target; the page has no such section if there are
 *     none
 * @param comparison keys of the methods to compare where only two fit: without adaptation, then with it; or of a
 *     single method
 * @param features of both domains inside the networks; null if they were not collected
 * @param galleries images with a method's predictions
 * @param settings of the run
 * @param recipe the recipe as JSON
 * @param command that reproduces the results
 */
public record Report(
        String title,
        String question,
        String answer,
        List<Highlight> highlights,
        List<Finding> findings,
        String source,
        String target,
        List<String> classes,
        List<Method> methods,
        List<Term> terms,
        List<Validator> validators,
        List<String> comparison,
        @Nullable Features features,
        List<Gallery> galleries,
        List<Facts> settings,
        String recipe,
        String command) {
    public Report {
        highlights = List.copyOf(highlights);
        findings = List.copyOf(findings);
        classes = List.copyOf(classes);
        methods = List.copyOf(methods);
        terms = List.copyOf(terms);
        validators = List.copyOf(validators);
        comparison = List.copyOf(comparison);
        galleries = List.copyOf(galleries);
        settings = List.copyOf(settings);
    }

    /**
     * One of the most important numbers.
     *
     * @param label what it is
     * @param value with its unit
     * @param note how to read it; may be empty
     */
    public record Highlight(String label, String value, String note) {}

    /** How much a finding matters. */
    public enum Severity {
        NOTE,
        WARNING,
        SERIOUS
    }

    /**
     * A finding of the diagnosis.
     *
     * @param title the finding in a few words
     * @param text what it means and what to try
     */
    public record Finding(Severity severity, String title, String text) {}

    /**
     * One quantity over the seeds.
     *
     * @param sd sample standard deviation; 0 for a single seed
     * @param perSeed in the order of the method's seeds
     */
    public record Quantity(double mean, double sd, List<Double> perSeed) {
        public Quantity {
            perSeed = List.copyOf(perSeed);
        }
    }

    /**
     * One method over all seeds.
     *
     * @param key its name in results: {@code dann}
     * @param name its name for readers
     * @param targetAccuracy null if the target has no labels
     * @param domainAccuracy null without a domain classifier
     * @param gapCovered share of the distance from source-only to train-on-target; null if unknown
     * @param secondsPerSeed mean time of a training
     * @param imagesPerSecond mean over the seeds
     * @param curves one per seed; empty for a method that shares another one's training
     * @param confusion {@code [true class][predicted class]}, counts on the target test set, summed over the seeds;
     *     empty without labels
     */
    public record Method(
            String key,
            String name,
            List<Long> seeds,
            @Nullable Quantity targetAccuracy,
            Quantity sourceAccuracy,
            @Nullable Quantity domainAccuracy,
            @Nullable Double gapCovered,
            double secondsPerSeed,
            double imagesPerSecond,
            List<Curve> curves,
            int[][] confusion) {
        public Method {
            seeds = List.copyOf(seeds);
            curves = List.copyOf(curves);
        }
    }

    /** The learning curve of one training. */
    public record Curve(long seed, List<Point> points) {
        public Curve {
            points = List.copyOf(points);
        }
    }

    /**
     * The state of a training at one point.
     *
     * @param step steps done
     * @param terms of the method at this point, by name
     * @param targetAccuracy null if the target has no labels
     */
    public record Point(
            int step,
            Map<String, Double> terms,
            double learningRate,
            double sourceAccuracy,
            @Nullable Double targetAccuracy) {
        public Point {
            terms = Map.copyOf(terms);
        }
    }

    /**
     * A term that methods report for each step, with its own curve.
     *
     * @param name in the points
     * @param title for readers
     * @param unit empty for a plain number
     * @param chance its value for a model that has learned nothing; null if there is none
     * @param schedule whether it follows a schedule instead of the data
     */
    public record Term(
            String name,
            String title,
            String unit,
            @Nullable Double chance,
            boolean schedule) {}

    /**
     * A figure of each method that needs no label of the target, as the mean over the seeds.
     *
     * @param name its name for programs
     * @param title for readers
     * @param largerIsBetter whether a larger value stands for a better method
     * @param values by the key of the method; methods without a value are absent
     * @param best key of the method with the best value; null if fewer than two methods have one
     * @param correlation rank correlation with the target accuracies of these methods, positive if better values stand
     *     for higher accuracies; null if it is unknown
     */
    public record Validator(
            String name,
            String title,
            boolean largerIsBetter,
            Map<String, Double> values,
            @Nullable String best,
            @Nullable Double correlation) {
        public Validator {
            values = Map.copyOf(values);
        }
    }

    /**
     * A sample of both domains' test examples, the source's first, and where networks place them.
     *
     * @param sourceImages number of source examples, which are the first of the sample; the others are of the target
     * @param classOf class of each example; −1 if unknown
     * @param source the source's images; null if the examples are not images
     * @param target the target's images; null if the examples are not images
     * @param caption how the images were made
     * @param maps one per method, in the order of {@link Report#comparison}
     */
    public record Features(
            int sourceImages,
            int[] classOf,
            @Nullable Sprite source,
            @Nullable Sprite target,
            String caption,
            List<FeatureMap> maps) {
        public Features {
            maps = List.copyOf(maps);
            for (FeatureMap map : maps) {
                if (map.principal.length != 2 * classOf.length || map.neighbours.length != 2 * classOf.length) {
                    throw new IllegalArgumentException(String.format(
                            Locale.ROOT,
                            "the map of %s has %d and %d coordinates, %d images need %d",
                            map.method,
                            map.principal.length,
                            map.neighbours.length,
                            classOf.length,
                            2 * classOf.length));
                }
            }
        }
    }

    /**
     * The features of the sample on a plane.
     *
     * @param method key of the method
     * @param seed of the training
     * @param principal x and y of each image along the first two principal components
     * @param variance share of the variance along each of the two
     * @param neighbours x and y of each image by t-SNE
     * @param perplexity of the t-SNE
     * @param silhouette mean silhouette of the target's images by class, among themselves; null if its classes are
     *     unknown
     * @param atSource the same relative to the source's images
     * @param predicted class of each image
     * @param confidence probability of that class, in percent
     */
    public record FeatureMap(
            String method,
            long seed,
            double[] principal,
            double[] variance,
            double[] neighbours,
            double perplexity,
            @Nullable Double silhouette,
            @Nullable Double atSource,
            int[] predicted,
            int[] confidence) {}

    /**
     * Many images of one size in one file, in rows.
     *
     * @param uri a {@code data:} URI
     * @param columns images per row
     * @param pitch from one image to the next, in both directions, in pixels
     * @param width of an image, in pixels
     * @param height of an image, in pixels
     * @param count number of images
     */
    public record Sprite(String uri, int columns, int pitch, int width, int height, int count) {
        public Sprite {
            if (!uri.startsWith("data:image/")) {
                throw new IllegalArgumentException("a page embeds its images, as data:image/..., got "
                        + uri.substring(0, Math.min(40, uri.length())));
            }
        }
    }

    /**
     * Images with a method's predictions.
     *
     * @param method key of the method
     * @param title of what was chosen
     * @param caption how it was chosen
     * @param images in the order of the entries
     */
    public record Gallery(String method, String title, String caption, Sprite images, List<Entry> entries) {
        public Gallery {
            entries = List.copyOf(entries);
        }
    }

    /**
     * One image of a gallery.
     *
     * @param number of the image in the target's test set, from 0
     * @param truth its class; −1 if unknown
     * @param classes the most probable classes, the first is the prediction
     * @param probabilities of these classes
     */
    public record Entry(int number, int truth, int[] classes, double[] probabilities) {}

    /** A table of names and values. */
    public record Facts(String title, List<Fact> facts) {
        public Facts {
            facts = List.copyOf(facts);
        }
    }

    /** A line of such a table. */
    public record Fact(String name, String value) {}
}
