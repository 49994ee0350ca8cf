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
 * Predictions as lines for programs, which may as well reach a terminal: names of files and classes are written as {@link ShownText}
 * has them; in JSON that is the same text. What a spreadsheet would take for a formula ({@code =1+1}) stays as it is, for programs read
 * these lines, and a guard would be another name than the model has.
 */
interface PredictionWriter {
    /**
     * One picture.
     *
     * @param index in its data set; null for a file
     * @param file of the image, within its folder; null for a file itself, and for a data set that is no folder
     * @param near the nearest training images; empty where they were not asked for
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

    /** Where nothing was predicted, too, what was written is a whole document. */
    void flush() throws IOException;

    /**
     * One line a picture, after a header.
     *
     * @param top classes a picture
     * @param neighbors training images a picture
     * @param files whether a last column names the file of an image within its folder
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

    /** One JSON object a line. */
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
