package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.format.FileTree;
import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.data.name.DatasetInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The official archives of GTSRB: PPM images, and CSV files with the position of the sign in each image and its class.
 *
 * <ul>
 * <li>train: {@code GTSRB/Final_Training/Images/00042/00011_00029.ppm}, in each class's folder a {@code GT-00042.csv}
 * <li>test: {@code GTSRB/Final_Test/Images/12629.ppm}; the classes in {@code GT-final_test.csv}, which is published
 * separately
 * </ul>
 *
 * <p>The resulting image is the sign's box, corners included.
 */
final class GtsrbLayout implements ArchivedImages.Layout {
    private static final String HEADER = "Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    @Override
    public List<ArchivedImages.Labeled> images(List<FileTree> trees, DatasetInfo entry, Split split)
            throws IOException {
        FileTree images = trees.get(0);
        FileTree truth = trees.get(trees.size() - 1);
        Pattern table =
                Pattern.compile(split == Split.TRAIN ? "(?:.*/)?GT-[0-9]{5}\\.csv" : "(?:.*/)?GT-final_test\\.csv");
        List<String> tables = truth.names().stream()
                .filter(name -> table.matcher(name).matches())
                .toList();
        if (tables.isEmpty()) {
            throw new DataException("%s: has no file %s"
                    .formatted(truth.root(), split == Split.TRAIN ? "GT-00000.csv" : "GT-final_test.csv"));
        }
        Set<String> present = new HashSet<>(images.names());
        List<ArchivedImages.Labeled> labeled = new ArrayList<>();
        for (String name : tables) {
            String folder = split == Split.TRAIN ? folder(name) : testFolder(images);
            List<String> lines = ArchivedImages.lines(truth, name);
            if (lines.isEmpty() || !lines.get(0).replace("\uFEFF", "").equals(HEADER)) {
                throw new DataException("%s: %s: its first line must be %s".formatted(truth.root(), name, HEADER));
            }
            for (int i = 1; i < lines.size(); i++) {
                labeled.add(image(truth, name, i + 1, lines.get(i), folder, present, entry.classes()));
            }
        }
        return labeled;
    }

    private static ArchivedImages.Labeled image(
            FileTree tree, String table, int line, String text, String folder, Set<String> present, int classes) {
        String[] cells = text.split(";", -1);
        boolean numbers = cells.length == 8;
        for (int i = 1; numbers && i < cells.length; i++) {
            numbers = NUMBER.matcher(cells[i]).matches();
        }
        if (!numbers) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: %s: line %d must have a file name and seven numbers, separated by ';'",
                    tree.root(),
                    table,
                    line));
        }
        int[] value = new int[cells.length];
        for (int i = 1; i < cells.length; i++) {
            value[i] = Integer.parseInt(cells[i]);
        }
        if (value[7] >= classes) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: %s: line %d: class %d is outside 0 to %d",
                    tree.root(),
                    table,
                    line,
                    value[7],
                    classes - 1));
        }
        if (value[5] < value[3] || value[6] < value[4]) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: %s: line %d: the box %d, %d to %d, %d contains no pixel",
                    tree.root(),
                    table,
                    line,
                    value[3],
                    value[4],
                    value[5],
                    value[6]));
        }
        if (!present.contains(folder + cells[0])) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: %s: line %d names %s, which does not exist",
                    tree.root(),
                    table,
                    line,
                    folder + cells[0].substring(0, Math.min(40, cells[0].length()))));
        }
        DecodedImage.Box box = new DecodedImage.Box(value[3], value[4], value[5], value[6]);
        return new ArchivedImages.Labeled(new ImageLoader.Entry(folder + cells[0], box), value[7]);
    }

    private static String folder(String file) {
        return file.substring(0, file.lastIndexOf('/') + 1);
    }

    private static String testFolder(FileTree images) {
        return images.names().stream()
                .filter(name -> name.endsWith(".ppm"))
                .map(GtsrbLayout::folder)
                .findFirst()
                .orElse("");
    }
}
