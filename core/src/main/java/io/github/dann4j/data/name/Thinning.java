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
 * Leaves out images of some classes, so that a set has another balance of classes than the one it came with: what
 * adaptation meets in practice, and what marginal alignment does not expect.
 *
 * @param parts classes that are thinned; where two name the same class the later one holds
 */
public record Thinning(List<Part> parts) {
    public static final Thinning NONE = new Thinning(List.of());

    /** Seed of the draw among the pictures of a folder; another one than that of the splits, which is 0 as a rule. */
    private static final long DRAW = 0x7468696e; // "thin"

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?=(\\d*\\.?\\d+)");

    /**
     * A run of classes that are thinned alike.
     *
     * @param first label of the first thinned class
     * @param last label of the last thinned class
     * @param share of each of these classes that is kept, in (0, 1]; kept images are spread evenly over the file, those of a folder
     *     of pictures are drawn from their content (see {@link ContentShare})
     */
    record Part(int first, int last, double share) {
        Part {
            if (first > last) {
                throw new DataException(String.format(
                        Locale.ROOT, "%%%d-%d: the first class must not come after the last", first, last));
            }
            if (!(share > 0 && share <= 1)) {
                throw new DataException("%%%s: the share that is kept must be more than 0 and at most 1, got %s"
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

    /** Reads what stands behind the {@code %}, as {@code 0-4=0.2} or {@code 0=0.4,5-9=0.3}. */
    static Thinning parse(String name, String text) {
        List<Part> parts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = WRITTEN.matcher(part);
            if (!matcher.matches()) {
                throw new DataException(
                        "%s: thinned classes are written name%%first-last=share, as mnist-m%%0-4=0.2 or mnist-m%%0=0.4,5-9=0.3"
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
     * The set without what is left out; a new owner, the given one stays open.
     *
     * @throws DataException if the set has no labels, not as many classes, or nothing would be kept
     */
    public ExampleSet of(ExampleSet set) {
        if (!set.isLabeled()) {
            throw new DataException("%s %s has no labels, so no class of it can be thinned (%s)"
                    .formatted(set.name(), set.split().label(), this));
        }
        int classes = set.classNames().size();
        double[] shares = new double[classes];
        Arrays.fill(shares, 1);
        for (Part part : parts) {
            if (part.last() >= classes) {
                throw new DataException(String.format(
                        Locale.ROOT, "%s has classes 0 to %d; %s names others", set.name(), classes - 1, this));
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
            throw new DataException("%s %s: holds no %s"
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

    /** Files come and go, so none of them may decide on another. */
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

    /** As it is written behind a name. */
    @Override
    public String toString() {
        return parts.stream().map(Part::toString).collect(Collectors.joining(",", "%", ""));
    }
}
