package io.github.dann4j.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that {@code report.html} shows, as plain values; {@link ReportPage} makes the page of it. Texts are plain text: whatever they
 * hold, the page shows it as it is and never reads it as markup. Accuracies, shares and probabilities are fractions in [0, 1].
 *
 * @param title of the page
 * @param question that was asked, one sentence
 * @param answer one sentence, with numbers
 * @param highlights the few numbers that stand above all
 * @param findings what rules say about the results; the page has no such section if there are none
 * @param source name of the source domain
 * @param target name of the target domain
 * @param classes names in label order
 * @param methods in the order of the table
 * @param terms what the methods tell, a curve each
 * @param comparison keys of the methods that are set against one another where only two fit: without adaptation, then with it; or one
 * @param features what became of both domains inside the networks; null if nobody looked
 * @param galleries pictures with what a method predicted
 * @param settings how it all was made
 * @param recipe the recipe as JSON
 * @param command that makes the same results again
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
        comparison = List.copyOf(comparison);
        galleries = List.copyOf(galleries);
        settings = List.copyOf(settings);
    }

    /**
     * A number that stands above all.
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
     * Something that a rule found in the results.
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
     * @param key as results name it: {@code dann}
     * @param name as people read it
     * @param targetAccuracy null where the target has no labels
     * @param domainAccuracy null without a domain classifier
     * @param gapCovered share of the way from source-only to train-on-target; null where that cannot be told
     * @param secondsPerSeed mean time of a training
     * @param imagesPerSecond mean over the seeds
     * @param curves one a seed; empty for a method that shares another one's training
     * @param confusion {@code [true class][predicted class]}, counts on the target test set, summed over the seeds; empty without labels
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
     * Where a training stood.
     *
     * @param step updates done
     * @param terms by name, what the method told there
     * @param targetAccuracy null where the target has no labels
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
     * What methods tell of their updates: a curve of its own.
     *
     * @param name in the points
     * @param title as people read it
     * @param unit empty for a plain number
     * @param chance what it is for a model that has learned nothing; null where nothing can be said
     * @param schedule whether it follows a schedule and not from the data
     */
    public record Term(
            String name,
            String title,
            String unit,
            @Nullable Double chance,
            boolean schedule) {}

    /**
     * A sample of both domains' test examples, the source's first, and where networks put them.
     *
     * @param sourceImages how many of the sample are of the source, the first ones; the others are of the target
     * @param classOf class of each example; −1 where it is unknown
     * @param source the source's images; null where the examples are no images
     * @param target the target's images; null as the source's
     * @param caption of how the pictures were made
     * @param maps one a method, in the order of {@link Report#comparison}
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
     * @param silhouette mean silhouette of the target's images by class, among themselves; null where its classes are unknown
     * @param atSource the same against the source's images
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
     * Many pictures of one size in one file, in rows.
     *
     * @param uri a {@code data:} URI
     * @param columns pictures a row
     * @param pitch from one picture to the next, in both directions, in pixels
     * @param width of a picture, in pixels
     * @param height of a picture, in pixels
     * @param count of pictures
     */
    public record Sprite(String uri, int columns, int pitch, int width, int height, int count) {
        public Sprite {
            if (!uri.startsWith("data:image/")) {
                throw new IllegalArgumentException("a page holds its pictures itself, as data:image/..., got "
                        + uri.substring(0, Math.min(40, uri.length())));
            }
        }
    }

    /**
     * Pictures with what a method predicted.
     *
     * @param method key of the method
     * @param title of what was chosen
     * @param caption how it was chosen
     * @param pictures in the order of the entries
     */
    public record Gallery(String method, String title, String caption, Sprite pictures, List<Entry> entries) {
        public Gallery {
            entries = List.copyOf(entries);
        }
    }

    /**
     * One picture of a gallery.
     *
     * @param number of the image in the target's test set, from 0 on
     * @param truth its class; −1 where it is unknown
     * @param classes the most probable classes, the first is the prediction
     * @param probabilities of these
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
