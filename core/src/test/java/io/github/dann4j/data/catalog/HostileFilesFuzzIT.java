package io.github.dann4j.data.catalog;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.Slice;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.format.FileTree;
import io.github.dann4j.data.format.IdxReader;
import io.github.dann4j.data.format.MatReader;
import io.github.dann4j.data.format.SvmLightReader;
import io.github.dann4j.data.image.ImageDecoder;
import io.github.dann4j.data.image.ImageException;
import io.github.dann4j.data.image.TestImageFiles;
import io.github.dann4j.data.name.DataName;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.store.StorageSpace;
import io.github.dann4j.files.FileException;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Feeds hostile bytes to every parser: it must read them or refuse them with a {@link DataException}, and throw nothing
 * else.
 *
 * <p>In a usual build the seeds run, and the cases found so far, which are in the test resources under this class's
 * name. To search for new ones, run one test for as long as you like:
 *
 * <pre>JAZZER_FUZZ=1 mvn -pl core -Dtest='HostileFilesFuzzIT#mat' -Djazzer.max_duration=10m test</pre>
 */
class HostileFilesFuzzIT {
    private static final String DURATION = "10m";
    private static final Path FOLDER = temporaryFolder();

    static Stream<byte[]> idxSeeds() {
        return Stream.of(FuzzSeeds.idxImages(), FuzzSeeds.idxImagesCompressed(), FuzzSeeds.idxLabels());
    }

    @MethodSource("idxSeeds")
    @FuzzTest(maxDuration = DURATION)
    void idx(byte[] bytes) {
        refuseOrRead(() -> {
            try (IdxReader reader = IdxReader.open(file("a", bytes))) {
                if (reader.holdsImages()) {
                    reader.images(Slice.ALL).deallocate();
                } else {
                    reader.labels(10);
                }
            }
        });
    }

    static Stream<byte[]> matSeeds() {
        return Stream.of(
                FuzzSeeds.mat(ByteOrder.LITTLE_ENDIAN, 0),
                FuzzSeeds.mat(ByteOrder.BIG_ENDIAN, 0),
                FuzzSeeds.mat(ByteOrder.LITTLE_ENDIAN, 6));
    }

    @MethodSource("matSeeds")
    @FuzzTest(maxDuration = DURATION)
    void mat(byte[] bytes) {
        refuseOrRead(() -> MatReader.read(file("a.mat", bytes), "", (first, block, count) -> {}));
    }

    static Stream<byte[]> svmlightSeeds() {
        return Stream.of(
                FuzzSeeds.text("1 1:-1 256:0.5 # end\n\n10 2:1e-3\n"), FuzzSeeds.gzip(FuzzSeeds.text("3 1:1\n")));
    }

    @MethodSource("svmlightSeeds")
    @FuzzTest(maxDuration = DURATION)
    void svmlight(byte[] bytes) {
        refuseOrRead(() -> SvmLightReader.read(file("a", bytes), 1, 256));
    }

    static Stream<byte[]> compressedTextSeeds() {
        return Stream.of(FuzzSeeds.digit(), FuzzSeeds.gzip(FuzzSeeds.digit()), FuzzSeeds.bzip2(FuzzSeeds.digit()));
    }

    @MethodSource("compressedTextSeeds")
    @FuzzTest(maxDuration = DURATION)
    void compressedText(byte[] bytes) {
        StorageForm text = new UspsText(List.of("a"), UspsText.Format.ZIP);
        refuseOrRead(() -> text.read(
                        entry("usps"),
                        DataName.parse("usps"),
                        Split.TRAIN,
                        List.of(file("a", bytes)),
                        new StorageSpace(FOLDER, StorageSpace.USUAL_MEMORY))
                .close());
    }

    static Stream<byte[]> imageSeeds() {
        return Stream.of(
                FuzzSeeds.image("png"),
                FuzzSeeds.image("jpg"),
                FuzzSeeds.image("gif"),
                FuzzSeeds.image("bmp"),
                FuzzSeeds.text("P6 1 1 255 abc"),
                TestImageFiles.oriented(FuzzSeeds.image("png"), 6),
                TestImageFiles.oriented(FuzzSeeds.image("jpg"), 6),
                TestImageFiles.progressiveJpeg(TestImageFiles.filled(9, 9, Color.RED), 1),
                TestImageFiles.cmykJpeg(8, 8, 0, 9, 200, 0),
                TestImageFiles.deepPng(3, 2, 1, 2, 3),
                TestImageFiles.animatedGif(3, 3, Color.RED, Color.BLUE));
    }

    @MethodSource("imageSeeds")
    @FuzzTest(maxDuration = DURATION)
    void image(byte[] bytes) {
        try {
            ImageDecoder.size(bytes);
            ImageDecoder.decode(bytes).square(32);
        } catch (ImageException e) {
            return; // refused, as required
        }
    }

    static Stream<byte[]> archiveSeeds() {
        // The fuzzer found a name of two lines: the refusal had two lines as well.
        return Stream.of(
                FuzzSeeds.tar(),
                FuzzSeeds.gzip(FuzzSeeds.tar()),
                FuzzSeeds.zip(),
                FuzzSeeds.tar("/a\nb"),
                FuzzSeeds.tar("a\nb"));
    }

    @MethodSource("archiveSeeds")
    @FuzzTest(maxDuration = DURATION)
    void archive(byte[] bytes) {
        refuseOrRead(() -> {
            try (FileTree tree = FileTree.open(file("a", bytes))) {
                for (String name : tree.names()) {
                    try {
                        tree.read(name);
                    } catch (IOException e) {
                        continue; // one damaged file among others
                    }
                }
            }
        });
    }

    static Stream<byte[]> csvSeeds() {
        return Stream.of(FuzzSeeds.text(
                "Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId\n00000_00000.ppm;30;30;5;6;24;25;0\n"));
    }

    @MethodSource("csvSeeds")
    @FuzzTest(maxDuration = DURATION)
    void csv(byte[] bytes) {
        FileTree tree = new FileTree.Tar(
                Path.of("a.tar"), new java.util.TreeMap<>(java.util.Map.of("00000/GT-00000.csv", bytes)));
        refuseOrRead(() -> {
            try {
                new GtsrbLayout().images(List.of(tree), entry("gtsrb"), Split.TRAIN);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static DatasetInfo entry(String name) {
        return DataCatalog.entry(name);
    }

    private static void refuseOrRead(Runnable reading) {
        try {
            reading.run();
        } catch (DataException | FileException e) {
            if (e.getMessage() == null
                    || e.getMessage().isBlank()
                    || e.getMessage().contains("\n")) {
                throw new AssertionError("a refusal is one line", e);
            }
        }
    }

    private static Path file(String name, byte[] bytes) {
        try {
            return Files.write(FOLDER.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("hostile");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
