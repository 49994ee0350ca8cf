package io.github.dann4j.app.cli.model;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of texts with columns of fixed widths; a longer text moves what follows it. */
final class TextTable {
    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    private record Column(String head, int width, boolean isRight) {
        String padded(String text) {
            String blank = " ".repeat(Math.max(0, width - text.length()));
            return isRight ? blank + text : text + blank;
        }
    }

    /** Adds a column whose texts begin at its left edge. */
    TextTable left(String head, int width) {
        columns.add(new Column(head, width, false));
        return this;
    }

    /** Adds a column whose texts end at its right edge. */
    TextTable right(String head, int width) {
        columns.add(new Column(head, width, true));
        return this;
    }

    /** @param cells one text for each column */
    void row(List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "expected %d cells, got %d", columns.size(), cells.size()));
        }
        rows.add(List.copyOf(cells));
    }

    /** Writes the heads and all rows, without blanks at the ends of lines. */
    void print(PrintWriter out) {
        print(columns.stream().map(Column::head).toList(), out);
        rows.forEach(row -> print(row, out));
    }

    private void print(List<String> cells, PrintWriter out) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(columns.get(i).padded(cells.get(i)));
        }
        out.println(line.toString().stripTrailing());
    }
}
