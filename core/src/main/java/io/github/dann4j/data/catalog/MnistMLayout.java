package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.format.FileTree;
import io.github.dann4j.data.name.DatasetInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The archive {@code mnist_m.tar.gz}: {@code mnist_m/mnist_m_train/00000000.png}, ..., and
 * {@code mnist_m/mnist_m_train_labels.txt} with a line {@code 00000000.png 5} for each image, in the order of the
 * dataset; the same for test.
 */
final class MnistMLayout implements ArchivedImages.Layout {
    @Override
    public List<ArchivedImages.Labeled> images(List<FileTree> trees, DatasetInfo entry, Split split)
            throws IOException {
        FileTree tree = trees.get(0);
        String stem = "mnist_m_" + split.label();
        String list = tree.names().stream()
                .filter(name -> name.equals(stem + "_labels.txt") || name.endsWith("/" + stem + "_labels.txt"))
                .findFirst()
                .orElseThrow(() -> new DataException("%s: has no file %s_labels.txt".formatted(tree.root(), stem)));
        String folder = list.substring(0, list.length() - "_labels.txt".length()) + "/";
        Set<String> present = new HashSet<>(tree.names());
        List<ArchivedImages.Labeled> images = new ArrayList<>();
        for (String line : ArchivedImages.lines(tree, list)) {
            String[] words = line.split("\\s+");
            if (words.length != 2 || !words[1].matches("[0-9]")) {
                throw new DataException(String.format(
                        Locale.ROOT,
                        "%s: %s: line %d is '%s', not a file name and a digit",
                        tree.root(),
                        list,
                        images.size() + 1,
                        abridged(line)));
            }
            String file = folder + words[0];
            if (!present.contains(file)) {
                throw new DataException(
                        "%s: %s names %s, which does not exist".formatted(tree.root(), list, abridged(file)));
            }
            images.add(new ArchivedImages.Labeled(new ImageLoader.Entry(file), Integer.parseInt(words[1])));
        }
        return images;
    }

    private static String abridged(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }
}
