package io.github.dann4j.result;

import io.github.dann4j.data.ExampleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Identifies one split that was used.
 *
 * @param role {@code source} or {@code target}
 * @param images number of examples, of either kind
 * @param shape height, width and channels of an image as stored, before resizing; or the number of features
 * @param sha256 over shape, values and labels (see {@link ExampleSet#sha256()})
 * @param notes about files that were skipped or only partly used; at most {@value #MOST_NOTES}, in which case the
 *     last one gives the number of the others
 */
public record DataRecord(
        String role, String name, String split, int images, List<Integer> shape, String sha256, List<String> notes) {
    private static final int MOST_NOTES = 20;

    public DataRecord {
        shape = List.copyOf(shape);
        notes = List.copyOf(notes);
    }

    public static DataRecord of(String role, ExampleSet set) {
        return new DataRecord(
                role, set.name(), set.split().label(), set.size(), set.shape(), set.sha256(), abridged(set.notes()));
    }

    public DataRecord withoutNotes() {
        return new DataRecord(role, name, split, images, shape, sha256, List.of());
    }

    private static List<String> abridged(List<String> notes) {
        if (notes.size() <= MOST_NOTES) {
            return notes;
        }
        List<String> first = new ArrayList<>(notes.subList(0, MOST_NOTES - 1));
        first.add(String.format(Locale.ROOT, "and %d more", notes.size() - first.size()));
        return first;
    }
}
