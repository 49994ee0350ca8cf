package io.github.dann4j.app.cli.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dann4j.app.cli.console.ShownText;
import io.github.dann4j.predict.Prediction;
import io.github.dann4j.predict.TrainingNeighbors.Neighbor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Writes predictions as lines for programs. The lines may also reach a terminal, so names of files and classes are
 * escaped by {@link ShownText}; JSON readers still get the same text. A name that a spreadsheet would read as a formula
 * ({@code =1+1}) is not changed: programs read these lines, and a guarded name would differ from the name in the model.
 */
interface PredictionWriter {
    /**
     * The prediction for one example.
     *
     * @param index in its dataset; null for a file
     * @param file of the image, relative to its folder; null for a file given by itself, and for a dataset that is not
     * a folder
     * @param near the nearest training examples; empty if they were not asked for
     */
    record Line(
            String image, @Nullable Integer index, @Nullable String file, Prediction prediction, List<Neighbor> near) {
        private static Map<String, Object> plain(Prediction.Candidate candidate) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("label", candidate.label());
            object.put("class", candidate.name());
            object.put("probability", candidate.probability());
            return object;
        }

        private static Map<String, @Nullable Object> plain(Neighbor neighbor) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            object.put("set", neighbor.set());
            object.put("split", neighbor.split().label());
            object.put("index", neighbor.index());
            object.put("label", neighbor.label());
            object.put("class", neighbor.name());
            object.put("distance", (float) neighbor.distance());
            return object;
        }
    }

    void write(Line line) throws IOException;

    /** Flushes the output. It is a complete document at any time, even without predictions. */
    void flush() throws IOException;

    /**
     * Writes CSV: a header, then one line per example.
     *
     * @param top number of classes per example
     * @param neighbors number of training examples per example
     * @param files whether to add a last column with the file of an image, relative to its folder
     */
    static PredictionWriter csv(Appendable out, int top, int neighbors, boolean files) throws IOException {
        CSVPrinter printer = new CSVPrinter(
                out, CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get());
        List<String> header = new ArrayList<>(List.of("image", "index"));
        for (int rank = 1; rank <= top; rank++) {
            String suffix = rank == 1 ? "" : "_" + rank;
            header.addAll(List.of("label" + suffix, "class" + suffix, "probability" + suffix));
        }
        for (int rank = 1; rank <= neighbors; rank++) {
            for (String column : List.of("set", "split", "index", "label", "class", "distance")) {
                header.add(String.format(Locale.ROOT, "near_%d_%s", rank, column));
            }
        }
        if (files) {
            header.add("file");
        }
        printer.printRecord(header);
        return new PredictionWriter() {
            @Override
            public void write(Line line) throws IOException {
                List<@Nullable Object> cells = new ArrayList<>();
                cells.add(ShownText.of(line.image()));
                cells.add(line.index());
                for (Prediction.Candidate candidate : line.prediction().top(top)) {
                    cells.add(candidate.label());
                    cells.add(ShownText.of(candidate.name()));
                    cells.add(candidate.probability());
                }
                for (int rank = 0; rank < neighbors; rank++) {
                    cells.addAll(
                            rank < line.near().size() ? cells(line.near().get(rank)) : List.of("", "", "", "", "", ""));
                }
                if (files) {
                    cells.add(line.file());
                }
                printer.printRecord(cells);
            }

            @Override
            public void flush() throws IOException {
                printer.flush();
            }
        };
    }

    private static List<Object> cells(Neighbor neighbor) {
        return List.of(
                ShownText.of(neighbor.set()),
                neighbor.split().label(),
                neighbor.index(),
                neighbor.label() == null ? "" : neighbor.label(),
                ShownText.of(Objects.requireNonNullElse(neighbor.name(), "")),
                (float) neighbor.distance());
    }

    /** Writes JSON: one object per line. */
    static PredictionWriter json(Appendable out, int top) {
        ObjectMapper mapper = new ObjectMapper();
        return new PredictionWriter() {
            @Override
            public void write(Line line) throws IOException {
                Map<String, Object> object = new LinkedHashMap<>();
                object.put("image", line.image());
                if (line.index() != null) {
                    object.put("index", line.index());
                }
                if (line.file() != null) {
                    object.put("file", line.file());
                }
                Prediction.Candidate best = line.prediction().best();
                object.put("label", best.label());
                object.put("class", best.name());
                object.put("probability", best.probability());
                if (top > 1) {
                    object.put(
                            "top",
                            line.prediction().top(top).stream()
                                    .map(candidate -> Line.plain(candidate))
                                    .toList());
                }
                if (!line.near().isEmpty()) {
                    object.put(
                            "nearest",
                            line.near().stream()
                                    .map(neighbor -> Line.plain(neighbor))
                                    .toList());
                }
                out.append(ShownText.of(mapper.writeValueAsString(object))).append("\n");
            }

            @Override
            public void flush() throws IOException {
                if (out instanceof java.io.Flushable buffered) {
                    buffered.flush();
                }
            }
        };
    }
}
