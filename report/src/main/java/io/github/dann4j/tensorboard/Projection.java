package io.github.dann4j.tensorboard;

import io.github.dann4j.files.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Points for TensorBoard's embedding projector, with metadata of each and, optionally, its image.
 *
 * @param name of the points in the projector's list
 * @param points {@code [n][d]}
 * @param columns names of the metadata's columns, at least one
 * @param rows of each point a cell for each column
 * @param sprite images of the points; null for points without images
 */
public record Projection(
        String name,
        float[][] points,
        List<String> columns,
        List<List<String>> rows,
        @Nullable Sprite sprite) {
    /** The file by whose name the projector finds the other files. */
    public static final String CONFIG = "projector_config.pbtxt";

    static final String TENSORS = "tensors.tsv";
    static final String METADATA = "metadata.tsv";
    static final String SPRITE = "sprite.png";

    /**
     * Images of all points.
     *
     * @param png in the order of the points, row by row in one square grid, as a PNG file
     * @param width of one image, in pixels
     * @param height of one image, in pixels
     */
    public record Sprite(byte[] png, int width, int height) {
        private String config() {
            return String.format(Locale.ROOT, """
                      sprite {
                        image_path: "%s"
                        single_image_dim: [%d, %d]
                      }
                    """, SPRITE, width, height);
        }
    }

    public Projection {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        if (rows.size() != points.length) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%d points have %d rows of metadata", points.length, rows.size()));
        }
    }

    /** Number of images in a row of the sprite: the smallest square grid that holds them all. */
    public static int spriteColumns(int points) {
        return (int) Math.ceil(Math.sqrt(points));
    }

    /**
     * Writes the files into the folder of a run's events, each atomically, the one that names the others last.
     *
     * @throws io.github.dann4j.files.FileException if one cannot be written
     */
    public void write(Path folder) {
        if (sprite != null) {
            AtomicFile.write(folder.resolve(SPRITE), out -> out.write(sprite.png()));
        }
        AtomicFile.write(folder.resolve(TENSORS), out -> out.write(tensors().getBytes(StandardCharsets.US_ASCII)));
        AtomicFile.write(folder.resolve(METADATA), out -> out.write(metadata().getBytes(StandardCharsets.UTF_8)));
        AtomicFile.write(folder.resolve(CONFIG), out -> out.write(config().getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes the points with five digits: the projector shows no more, and the file is half as long. */
    private String tensors() {
        StringBuilder text = new StringBuilder(points.length * 1000);
        for (float[] point : points) {
            for (int i = 0; i < point.length; i++) {
                text.append(i == 0 ? "" : "\t")
                        .append(point[i] == 0 ? "0" : String.format(Locale.ROOT, "%.5g", point[i]));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** Writes the metadata; a file with one column has no header line, as the projector requires. */
    private String metadata() {
        String names = columns.size() > 1 ? line(columns) : "";
        return rows.stream().map(Projection::line).collect(Collectors.joining("", names, ""));
    }

    private static String line(List<String> cells) {
        return cells.stream().map(cell -> cell.replaceAll("\\s+", " ")).collect(Collectors.joining("\t", "", "\n"));
    }

    private String config() {
        return String.format(
                Locale.ROOT,
                """
                embeddings {
                  tensor_name: "%s"
                  tensor_shape: [%d, %d]
                  tensor_path: "%s"
                  metadata_path: "%s"
                %s}
                """,
                name.replace("\\", "\\\\").replace("\"", "\\\""),
                points.length,
                points.length == 0 ? 0 : points[0].length,
                TENSORS,
                METADATA,
                sprite == null ? "" : sprite.config());
    }
}
