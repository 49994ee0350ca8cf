package io.github.dann4j.run;

import io.github.dann4j.files.AtomicFile;
import io.github.dann4j.files.FileException;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The features that a film shows, by method and point of its curves: kept in memory and, if a run can be resumed, in
 * one file each. A damaged file counts as missing; the film then has one frame less.
 */
final class FilmFrames {
    private static final Pattern NAME = Pattern.compile("(.+)-(\\d{9})\\.frame");
    private static final int MOST_VALUES = 1 << 24;

    private final @Nullable Path folder;
    private final Map<String, TreeMap<Integer, Moment>> moments = new HashMap<>();

    /**
     * Features at a point of a training's curves.
     *
     * @param step steps done
     * @param targetAccuracy on a sample; null if the target has no labels
     * @param features {@code [n][F]}
     */
    record Moment(int step, @Nullable Double targetAccuracy, float[][] features) {}

    private FilmFrames(@Nullable Path folder) {
        this.folder = folder;
    }

    static FilmFrames inMemory() {
        return new FilmFrames(null);
    }

    /** Returns the frames that an earlier process left in a folder, to which new ones are added. */
    static FilmFrames in(Path folder) {
        FilmFrames frames = new FilmFrames(folder);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(frames::read);
            } catch (IOException e) {
                throw new FileException("%s: cannot be read: %s".formatted(folder, FileException.reason(e)), e);
            }
        }
        return frames;
    }

    /** Adds features; they replace those of the same point. */
    void add(String method, Moment moment) {
        moments.computeIfAbsent(method, name -> new TreeMap<>()).put(moment.step(), moment);
        if (folder != null) {
            AtomicFile.write(
                    folder.resolve(String.format(Locale.ROOT, "%s-%09d.frame", method, moment.step())),
                    out -> write(moment, out));
        }
    }

    /** The moments of a method, in the order of steps. */
    List<Moment> of(String method) {
        TreeMap<Integer, Moment> all = moments.get(method);
        return all == null ? List.of() : List.copyOf(all.values());
    }

    private static void write(Moment moment, OutputStream out) throws IOException {
        CheckedOutputStream sum = new CheckedOutputStream(new BufferedOutputStream(out, 1 << 16), new CRC32C());
        DataOutputStream data = new DataOutputStream(sum);
        data.writeBoolean(moment.targetAccuracy() != null);
        data.writeDouble(moment.targetAccuracy() == null ? 0 : moment.targetAccuracy());
        data.writeInt(moment.features().length);
        data.writeInt(moment.features().length == 0 ? 0 : moment.features()[0].length);
        for (float[] row : moment.features()) {
            for (float value : row) {
                data.writeFloat(value);
            }
        }
        data.writeLong(sum.getChecksum().getValue());
        data.flush();
    }

    private void read(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            CheckedInputStream sum = new CheckedInputStream(new java.io.BufferedInputStream(in, 1 << 16), new CRC32C());
            DataInputStream data = new DataInputStream(sum);
            boolean known = data.readBoolean();
            double accuracy = data.readDouble();
            int rows = data.readInt();
            int columns = data.readInt();
            if (rows < 0 || columns < 0 || (long) rows * columns > MOST_VALUES) {
                return;
            }
            float[][] features = new float[rows][columns];
            for (float[] row : features) {
                for (int c = 0; c < columns; c++) {
                    row[c] = data.readFloat();
                }
            }
            long expected = sum.getChecksum().getValue();
            if (data.readLong() == expected) {
                int step = Integer.parseInt(name.group(2));
                moments.computeIfAbsent(name.group(1), method -> new TreeMap<>())
                        .put(step, new Moment(step, known ? accuracy : null, features));
            }
        } catch (IOException e) {
            // truncated: treated as missing
        }
    }
}
