package io.github.dann4j.data.name;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.ImageFiles;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.engine.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Removes examples of some classes, so that a dataset has other class shares than the original. Adaptation meets
 * this situation in practice, and marginal alignment does not expect it.
 *
 * @param parts thinned classes; if two name the same class, the later one applies
 */
public record Thinning(List<Part> parts) {
    public static final Thinning NONE = new Thinning(List.of());

    /** Seed of the draw among the images of a folder; differs from that of the splits, which is usually 0. */
    private static final long DRAW = 0x7468696e; // "thin"

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?=(\\d*\\.?\\d+)");

    /**
     * A range of classes that are thinned to the same share.
     *
     * @param first label of the first thinned class
     * @param last label of the last thinned class
     * @param share kept share of each of these classes, in (0, 1]; kept examples are spread evenly over the file, those
     *     of a folder of images are drawn from their content (see {@link ContentShare})
     */
    record Part(int first, int last, double share) {
        Part {
            if (first > last) {
                throw new DataException(String.format(
                        Locale.ROOT, "%%%d-%d: the first class must not come after the last", first, last));
            }
            if (!(share > 0 && share <= 1)) {
                throw new DataException("%%%s: the share to keep must be more than 0 and at most 1, got %s"
                        .formatted(first == last ? first : first + "-" + last, share));
            }
        }

        @Override
        public String toString() {
            return "%s=%s"
                    .formatted(
                            first == last ? first : first + "-" + last,
                            String.format(Locale.ROOT, "%.4g", share).replaceAll("\\.?0+$", ""));
        }
    }

    public Thinning {
        parts = List.copyOf(parts);
    }

    /** Parses what follows the {@code %}, for example {@code 0-4=0.2} or {@code 0=0.4,5-9=0.3}. */
    static Thinning parse(String name, String text) {
        List<Part> parts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = WRITTEN.matcher(part);
            if (!matcher.matches()) {
                throw new DataException(
                        "%s: thinned classes are written name%%first-last=share, for example mnist-m%%0-4=0.2 or mnist-m%%0=0.4,5-9=0.3"
                                .formatted(name));
            }
            int first = Integer.parseInt(matcher.group(1));
            parts.add(new Part(
                    first,
                    matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2)),
                    Double.parseDouble(matcher.group(3))));
        }
        return new Thinning(parts);
    }

    /**
     * Returns the thinned examples; a new owner, and {@code set} stays open.
     *
     * @throws DataException if {@code set} has no labels or too few classes, or nothing would be kept
     */
    public ExampleSet of(ExampleSet set) {
        if (!set.isLabeled()) {
            throw new DataException("%s %s has no labels, so its classes cannot be thinned (%s)"
                    .formatted(set.name(), set.split().label(), this));
        }
        int classes = set.classNames().size();
        double[] shares = new double[classes];
        Arrays.fill(shares, 1);
        for (Part part : parts) {
            if (part.last() >= classes) {
                throw new DataException(String.format(
                        Locale.ROOT, "%s has classes 0 to %d, but %s names others", set.name(), classes - 1, this));
            }
            Arrays.fill(shares, part.first(), part.last() + 1, part.share());
        }
        int[] labels = Arrays.stream(Tensors.longs(set.labels()))
                .mapToInt(Math::toIntExact)
                .toArray();
        ImageFiles files = set instanceof ImageSet images ? images.files() : null;
        int[] kept = files == null ? spread(labels, shares) : drawn(labels, shares, files);
        String name = set.name() + this;
        if (kept.length == 0) {
            String things = set.things();
            throw new DataException("%s %s: contains no %s"
                    .formatted(name, set.split().label(), things.substring(0, things.length() - 1)));
        }
        return set.selected(name, kept);
    }

    private static int[] spread(int[] labels, double[] shares) {
        int[] seen = new int[shares.length];
        return IntStream.range(0, labels.length)
                .filter(i -> {
                    int before = seen[labels[i]]++;
                    double share = shares[labels[i]];
                    return share == 1 || Math.floor(share * (before + 1)) > Math.floor(share * before);
                })
                .toArray();
    }

    /** Files are added and removed, so none of them may affect another. */
    private static int[] drawn(int[] labels, double[] shares, ImageFiles files) {
        boolean[] dropped = new boolean[labels.length];
        for (int label = 0; label < shares.length; label++) {
            if (shares[label] < 1) {
                boolean[] drawn = new ContentShare(shares[label], DRAW).contains(labels, files.sums());
                for (int i = 0; i < labels.length; i++) {
                    dropped[i] |= labels[i] == label && !drawn[i];
                }
            }
        }
        return IntStream.range(0, labels.length).filter(i -> !dropped[i]).toArray();
    }

    /** Returns the form that is written after a name. */
    @Override
    public String toString() {
        return parts.stream().map(Part::toString).collect(Collectors.joining(",", "%", ""));
    }
}
