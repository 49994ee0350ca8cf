package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.format.FileTree;
import io.github.dann4j.data.name.DatasetInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Office-31: {@code amazon/images/back_pack/frame_0001.jpg} in the archive; many copies omit {@code images}.
 *
 * @param domain {@code amazon}, {@code dslr} or {@code webcam}
 */
record Office31Layout(String domain) implements ArchivedImages.Layout {
    static final List<String> CLASSES = List.of(
            "back_pack",
            "bike",
            "bike_helmet",
            "bookcase",
            "bottle",
            "calculator",
            "desk_chair",
            "desk_lamp",
            "desktop_computer",
            "file_cabinet",
            "headphones",
            "keyboard",
            "laptop_computer",
            "letter_tray",
            "mobile_phone",
            "monitor",
            "mouse",
            "mug",
            "paper_notebook",
            "pen",
            "phone",
            "printer",
            "projector",
            "punchers",
            "ring_binder",
            "ruler",
            "scissors",
            "speaker",
            "stapler",
            "tape_dispenser",
            "trash_can");

    @Override
    public List<ArchivedImages.Labeled> images(List<FileTree> trees, DatasetInfo entry, Split split) {
        FileTree tree = trees.get(0);
        // In an unpacked folder the tree begins below the domain.
        boolean whole = tree.names().stream().anyMatch(name -> ("/" + name).contains("/" + domain + "/"));
        Pattern wanted = Pattern.compile(
                (whole ? "(?:.*/)?" + domain + "/" : "") + "(?:images/)?([^/]+)/[^/]+\\.(?i:jpe?g|png)");
        List<ArchivedImages.Labeled> images = new ArrayList<>();
        for (String name : tree.names()) {
            Matcher matcher = wanted.matcher(name);
            if (matcher.matches()) {
                int label = entry.classNames().indexOf(matcher.group(1));
                if (label < 0) {
                    throw new DataException("%s: %s: '%s' is not one of the 31 classes of Office-31"
                            .formatted(tree.root(), name, matcher.group(1)));
                }
                images.add(new ArchivedImages.Labeled(new ImageLoader.Entry(name), label));
            }
        }
        return images;
    }
}
