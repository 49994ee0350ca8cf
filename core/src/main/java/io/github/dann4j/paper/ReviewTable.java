package io.github.dann4j.paper;

import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.failure.Cancellation;
import io.github.dann4j.files.FileException;
import io.github.dann4j.files.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One half of table 1 of Ganin et al., JMLR 2016: DANN, NN and a linear SVM on 12 pairs of review domains. A finished
 * pair is a file of the folder, so an interrupted table continues with the missing pairs.
 */
public final class ReviewTable {
    private static final String FILE = "table.json";

    private final ReviewSettings settings;
    private final ReviewSets sets;
    private final Path folder;
    private final int threads;
    private final ReviewListener listener;
    private @Nullable PairInputs inputs;

    private ReviewTable(
            ReviewSettings settings, DataLocation where, Path folder, int threads, ReviewListener listener) {
        this.settings = settings;
        this.sets = new ReviewSets(where);
        this.folder = folder;
        this.threads = threads;
        this.listener = listener;
    }

    /**
     * Computes the table, and writes {@code table.json} and a file for each pair.
     *
     * @param folder is created if it does not exist; pairs that it has are not computed again
     * @param threads trainings at once, at least 1; on word counts they do not change a result
     * @throws io.github.dann4j.data.DataException if reviews are missing; the message says how to get them
     * @throws FileException if the folder has pairs of other settings, or cannot be used
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    public static TableRecord compute(
            ReviewSettings settings, DataLocation where, Path folder, int threads, ReviewListener listener) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new FileException("%s: cannot be created: %s".formatted(folder, FileException.reason(e)), e);
        }
        try (FolderLock lock = FolderLock.of(folder)) {
            if (lock == null) {
                throw new FileException(
                        "%s: another process works in this folder; wait for it, or choose another folder with --out"
                                .formatted(folder));
            }
            ReviewTable table = new ReviewTable(settings, where, folder, threads, listener);
            try {
                return table.run();
            } finally {
                table.closeInputs();
            }
        }
    }

    private TableRecord run() {
        // Both directions of two domains one after the other: they share their rows and mSDA features.
        List<ReviewPair> order = settings.pairs().stream()
                .sorted(Comparator.comparing(ReviewPair::first).thenComparing(ReviewPair::second))
                .toList();
        Map<ReviewPair, ReviewRecord> records = new HashMap<>();
        for (ReviewPair pair : order) {
            ReviewRecord known = known(pair);
            if (known != null) {
                records.put(pair, known);
                listener.finished(known, true);
            }
        }
        for (ReviewPair pair : order) {
            if (!records.containsKey(pair)) {
                Cancellation.check("the table; finished pairs are kept");
                listener.began(pair, records.size(), order.size());
                ReviewRecord record = new PairRun(settings, pair, inputs(pair), threads, listener).run();
                PaperJson.write(file(pair), record);
                records.put(pair, record);
                listener.finished(record, false);
            }
        }
        List<ReviewRecord> sorted = new ArrayList<>();
        settings.pairs().forEach(pair -> sorted.add(java.util.Objects.requireNonNull(records.get(pair))));
        TableRecord table = TableRecord.of(settings, sorted);
        PaperJson.write(folder.resolve(FILE), table);
        return table;
    }

    private PairInputs inputs(ReviewPair pair) {
        if (inputs == null || !inputs.isOf(pair)) {
            closeInputs();
            if (settings.input() == ReviewInput.MSDA) {
                listener.part(pair, "mSDA features");
            }
            inputs = PairInputs.of(pair, sets, settings.input());
        }
        return inputs;
    }

    private Path file(ReviewPair pair) {
        return folder.resolve(pair.label() + ".json");
    }

    private @Nullable ReviewRecord known(ReviewPair pair) {
        Path file = file(pair);
        if (!Files.exists(file)) {
            return null;
        }
        ReviewRecord record = PaperJson.read(file, ReviewRecord.class);
        if (!record.settings().samePair(settings)) {
            throw new FileException("%s: was computed with other settings (%s); give the same settings or another --out"
                    .formatted(file, record.settings()));
        }
        return record;
    }

    private void closeInputs() {
        if (inputs != null) {
            inputs.close();
            inputs = null;
        }
    }
}
