package io.github.dann4j.choose;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.ImageFiles;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.catalog.ContactSheet;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Seeds;
import io.github.dann4j.failure.NearestName;
import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.files.FileException;
import io.github.dann4j.predict.SavedModel;
import io.github.dann4j.validate.pool.Agreement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Labels that a person gives to held-out examples of the target, to measure the accuracy of the chosen model. They are
 * drawn at random and no training has seen them, and the choice is made before, so the measured accuracy is unbiased.
 *
 * <p>{@code labels/labels.csv} has a line for each drawn example: its number on the sheet, its file if it has one, its
 * class, which is empty until it is filled in. {@code labels/sheet.png} shows images with their numbers.
 */
public final class HandLabels {
    private static final String HEAD = "number,file,class";
    private static final int COLUMNS = 10;

    private final Path csv;
    private final Path sheet;
    private final AdaptFolder folder;

    /** The labels of an adaptation. */
    public HandLabels(AdaptFolder folder) {
        this.folder = folder;
        this.csv = folder.labels().resolve("labels.csv");
        this.sheet = folder.labels().resolve("sheet.png");
    }

    /** Returns the file to fill in. */
    public Path csv() {
        return csv;
    }

    /** Whether examples have been drawn. */
    public boolean areDrawn() {
        return Files.exists(csv);
    }

    /**
     * Draws examples and writes the files.
     *
     * @param count at least 1
     * @throws DataException if fewer are held out
     * @throws FileException if examples have been drawn already, or a file cannot be written
     */
    public void draw(ChoosingData data, int count, long seed) {
        if (areDrawn()) {
            throw new FileException(
                    "%s exists, and labels in it would be lost; fill it in, or delete it to draw again".formatted(csv));
        }
        if (count > data.heldTarget()) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%d examples to label were asked for, but only %d of the target are held out; ask for at most that many",
                    count,
                    data.heldTarget()));
        }
        folder.make(folder.labels());
        int[] drawn = drawn(data.heldTarget(), count, seed);
        StringBuilder lines = new StringBuilder(HEAD).append('\n');
        try (ExampleSet kept = data.keptTarget();
                ExampleSet shown = kept.selected(kept.name(), drawn)) {
            for (int i = 0; i < count; i++) {
                lines.append(i + 1).append(',').append(quoted(file(shown, i))).append(",\n");
            }
            if (shown instanceof ImageSet images) {
                writeSheet(images);
            }
        }
        AtomicFile.write(csv, out -> out.write(lines.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns the file of an image, also of one that is known by its features; null if there is none. */
    private static @Nullable String file(ExampleSet set, int number) {
        ImageFiles files = set instanceof ImageSet images
                ? images.files()
                : set instanceof FeatureSet features ? features.files() : null;
        return files == null ? null : files.names().get(number);
    }

    /** Shows each image above its number, which takes the place of a class name. */
    private void writeSheet(ImageSet images) {
        int[] numbers = new int[images.size()];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
            names.add(Integer.toString(i + 1));
        }
        try (ImageSet numbered = ImageSet.labeled(images.name(), images.split(), images.images(), numbers, names)) {
            new ContactSheet(numbers.length, COLUMNS, null).write(numbered, sheet);
        }
    }

    /** Returns which held-out examples are drawn: the same for the same seed and count. */
    private static int[] drawn(int held, int count, long seed) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < held; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(Seeds.derive(seed, "to label")));
        return order.stream().limit(count).mapToInt(Integer::intValue).toArray();
    }

    /**
     * Measures the accuracy of the chosen model on the examples that have a class by now, and adds it to the verdict.
     *
     * @return the verdict as it was if no example has a class yet
     * @throws DataException if a line cannot be read or a class is not one of the source's; the message names the line
     */
    public Verdict measure(Verdict verdict, ChoosingData data, Precision precision) {
        List<@Nullable Integer> labels = read(data.classNames());
        int[] drawn = drawn(data.heldTarget(), labels.size(), verdict.request().seed());
        int labelled = 0;
        int right = 0;
        int[] predicted = predicted(verdict, data, precision);
        for (int i = 0; i < drawn.length; i++) {
            Integer label = labels.get(i);
            if (label != null) {
                labelled++;
                right += predicted[drawn[i]] == label ? 1 : 0;
            }
        }
        if (labelled == 0) {
            return verdict;
        }
        Verdict measured = verdict.with(Measured.of(right, labelled));
        folder.replace(measured);
        return measured;
    }

    private int[] predicted(Verdict verdict, ChoosingData data, Precision precision) {
        try (SavedModel saved = SavedModel.of(folder.candidate(verdict.chosen()));
                ExampleSet source = data.keptSource();
                ExampleSet target = data.keptTarget()) {
            return Agreement.predictedClasses(saved.outputs(source, target, HeldOut.MOST, precision));
        }
    }

    /** Returns the label of each line; null where the class is empty. */
    private List<@Nullable Integer> read(List<String> classNames) {
        List<String> lines;
        try {
            lines = Files.readAllLines(csv);
        } catch (IOException e) {
            throw new FileException("%s: cannot be read: %s".formatted(csv, FileException.reason(e)), e);
        }
        if (lines.isEmpty() || !lines.get(0).strip().equals(HEAD)) {
            throw new DataException("%s: the first line must be '%s'".formatted(csv, HEAD));
        }
        List<@Nullable Integer> labels = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty()) {
                continue;
            }
            if (!line.startsWith(i + ",") || line.lastIndexOf(',') == line.indexOf(',')) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s, line %d: expected the number %d, a file and a class, got '%s'; lines must keep their order",
                        csv,
                        i + 1,
                        i,
                        line));
            }
            String name = line.substring(line.lastIndexOf(',') + 1).strip();
            if (!name.isEmpty() && !classNames.contains(name)) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s, line %d: '%s' is not a class of the source; nearest: %s",
                        csv,
                        i + 1,
                        name,
                        NearestName.of(name, classNames)));
            }
            labels.add(name.isEmpty() ? null : (Integer) classNames.indexOf(name));
        }
        return labels;
    }

    private static String quoted(@Nullable String file) {
        return file == null ? "" : '"' + file.replace("\"", "\"\"") + '"';
    }
}
