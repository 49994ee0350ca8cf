package io.github.dann4j.paper;

import io.github.dann4j.data.catalog.DataLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;

/** Small files in the form of the Amazon reviews: a few words decide, others belong to a domain. */
final class TinyReviews {
    static final int TRAIN = 240;
    static final int TEST = 90;

    private TinyReviews() {}

    static DataLocation in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("amazon"));
        for (ReviewDomain domain : List.of(ReviewDomain.BOOKS, ReviewDomain.DVD)) {
            write(folder, domain, "train", TRAIN);
            write(folder, domain, "test", TEST);
        }
        return new DataLocation(List.of(new DataLocation.Place(folder, "--data")));
    }

    private static void write(Path folder, ReviewDomain domain, String split, int rows) throws IOException {
        Random random = new Random(domain.ordinal() * 100L + rows);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            boolean positive = i % 2 == 0;
            TreeMap<Integer, Integer> words = new TreeMap<>();
            for (int k = 0; k < 6; k++) {
                boolean honest = random.nextInt(5) > 0;
                words.merge(random.nextInt(20) + (positive == honest ? 0 : 20), 1, Integer::sum);
                words.merge(100 + 50 * domain.ordinal() + random.nextInt(60), 1, Integer::sum);
            }
            text.append(positive ? "1" : "-1");
            words.forEach((word, count) -> text.append(String.format(Locale.ROOT, " %d:%d", word, count)));
            text.append('\n');
        }
        Files.writeString(
                folder.resolve("amazon").resolve(domain.label() + "_" + split + ".svmlight"), text.toString());
    }
}
