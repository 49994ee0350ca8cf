package io.github.dann4j.data.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.backbone.Backbone;
import io.github.dann4j.backbone.BackboneRecord;
import io.github.dann4j.backbone.Pooling;
import io.github.dann4j.backbone.PreparedImages;
import io.github.dann4j.backbone.Provenance;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.ExampleSet;
import io.github.dann4j.data.FeatureSet;
import io.github.dann4j.data.ImageSet;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.image.DecodedImage;
import io.github.dann4j.data.image.ImageException;
import io.github.dann4j.data.image.ImageTransform;
import io.github.dann4j.data.synth.GeneratedSize;
import io.github.dann4j.engine.Tensors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFeaturesTest {
    @TempDir
    private Path temp;

    private Path photographs;
    private DataLocation where;

    /** Returns the first row of red of a square of 128 pixels. */
    private static final class FirstRow implements Backbone {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public BackboneRecord record() {
            ImageTransform transform = ImageTransform.of("size=128,framing=stretch");
            return new BackboneRecord(
                    "/network.onnx", "0".repeat(64), "features", Pooling.NONE, 128, transform, Provenance.of(Map.of()));
        }

        @Override
        public List<String> notes() {
            return List.of();
        }

        @Override
        public float[] features(byte[] pixels) {
            calls.incrementAndGet();
            float[] row = new float[128];
            for (int x = 0; x < row.length; x++) {
                row[x] = pixels[3 * x] & 0xff;
            }
            return row;
        }

        @Override
        public void close() {}
    }

    /** Stripes of one pixel, which images of 64 pixels would not have. */
    @BeforeEach
    void makeFolder() throws IOException {
        photographs = temp.resolve("photographs");
        where = new DataLocation(List.of(new DataLocation.Place(temp.resolve("cache"), "the cache folder")));
        for (String name : List.of("cat/a", "cat/b", "cat/c", "dog/d", "dog/e")) {
            BufferedImage image = new BufferedImage(128, 128, BufferedImage.TYPE_INT_RGB);
            for (int x = 0; x < 128; x++) {
                for (int y = 0; y < 128; y++) {
                    image.setRGB(x, y, (x % 2 == 0 ? 200 : name.charAt(4)) << 16);
                }
            }
            Path file = photographs.resolve(name + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
        Files.writeString(photographs.resolve("dog/broken.png"), "no image");
    }

    private FeatureSet open(Backbone backbone, ExtractionListener listener) {
        return (FeatureSet) DataCatalog.examples(
                "folder:" + photographs + "?test=all",
                Split.TRAIN,
                where,
                GeneratedSize.defaults(),
                new ImageFeatures(backbone, listener));
    }

    @Test
    void features_areThoseOfTheFilesAtTheirOwnSize() {
        FirstRow backbone = new FirstRow();
        List<String> progress = new ArrayList<>();
        try (FeatureSet set = open(
                backbone,
                (name, what, done, total, kept) -> progress.add(what + " " + done + "/" + total + " " + kept))) {
            assertThat(set.size()).isEqualTo(5);
            assertThat(set.fileOf(3)).isEqualTo("dog/d.png");
            assertThat(Tensors.longs(set.labels())).containsExactly(0, 0, 0, 1, 1);
            float[] values = Tensors.floats(set.features());
            assertThat(values[0]).isEqualTo(200);
            assertThat(values[1]).isEqualTo('a');
            assertThat(values[3 * 128 + 1]).isEqualTo('d');
            assertThat(set.notes()).anySatisfy(note -> assertThat(note).contains("dog/broken.png: skipped"));
            assertThat(progress).containsExactly("features 5/5 0");
        }
    }

    @Test
    void pixels_areThoseOfTheTransform_andPreparedOnce() throws IOException, ImageException {
        ImageTransform transform = ImageTransform.of("size=64");
        Backbone whole = new PreparedImages(new BackboneRecord(
                "squeezenet",
                "/weights",
                "0".repeat(64),
                "pixels",
                Pooling.NONE,
                512,
                transform,
                Provenance.of(Map.of())));
        List<String> progress = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            try (ExampleSet set = DataCatalog.examples(
                    "folder:" + photographs + "?test=all",
                    Split.TRAIN,
                    where,
                    GeneratedSize.defaults(),
                    new ImageFeatures(
                            whole, (name, what, done, total, kept) -> progress.add(what + " " + done + "/" + total)))) {
                assertThat(set.shape()).containsExactly(64, 64, 3);
                assertThat(set.fileOf(3)).isEqualTo("dog/d.png");
                assertThat(Tensors.longs(set.labels())).containsExactly(0, 0, 0, 1, 1);
                assertThat(ImageFeatures.image((ImageSet) set, 3).rgb())
                        .isEqualTo(transform.pixels(DecodedImage.read(photographs.resolve("dog/d.png"))));
            }
        }
        assertThat(progress).containsExactly("pixels 5/5");
    }

    @Test
    void splitBeyondTheMemory_isTheSame_andLeavesNoFile() throws IOException {
        try (FeatureSet inMemory = open(new FirstRow(), ExtractionListener.SILENT)) {
            where = where.withImageMemory(0);
            try (FeatureSet mapped = open(new FirstRow(), ExtractionListener.SILENT)) {
                assertThat(mapped.sha256()).isEqualTo(inMemory.sha256());
                assertThat(mapped.fileOf(3)).isEqualTo("dog/d.png");
            }
        }
        try (Stream<Path> files = Files.list(temp.resolve("cache/rows"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void features_areComputedOnce_andACutFileLosesOnlyItsEnd() throws IOException {
        FirstRow first = new FirstRow();
        float[] values;
        try (FeatureSet set = open(first, ExtractionListener.SILENT)) {
            values = Tensors.floats(set.features());
        }
        assertThat(first.calls).hasValue(5);
        FirstRow second = new FirstRow();
        open(second, ExtractionListener.SILENT).close();
        assertThat(second.calls).hasValue(0);

        Path file;
        try (Stream<Path> files = Files.list(temp.resolve("cache/features"))) {
            file = files.findFirst().orElseThrow();
        }
        byte[] content = Files.readAllBytes(file);
        content[100] ^= 1; // the first record is damaged, the last one cut off
        Files.write(file, java.util.Arrays.copyOf(content, content.length - 10));
        FirstRow third = new FirstRow();
        try (FeatureSet set = open(third, ExtractionListener.SILENT)) {
            assertThat(third.calls).hasValue(2);
            assertThat(Tensors.floats(set.features())).isEqualTo(values);
        }
        FirstRow fourth = new FirstRow();
        open(fourth, ExtractionListener.SILENT).close();
        assertThat(fourth.calls).hasValue(0);
    }

    @Test
    void generatedImages_haveFeaturesToo_andFeaturesHaveNone() throws IOException {
        GeneratedSize few = new GeneratedSize(12, 10, 1);
        try (FeatureSet set = (FeatureSet) DataCatalog.examples(
                "printed", Split.TEST, where, few, new ImageFeatures(new FirstRow(), ExtractionListener.SILENT))) {
            assertThat(set.size()).isEqualTo(10);
            assertThat(set.columns()).isEqualTo(128);
            assertThat(set.isLabeled()).isTrue();
        }
        Path file = Files.writeString(temp.resolve("rows.csv"), "a,b,label\n1,2,x\n3,4,y\n");
        assertThatThrownBy(() -> DataCatalog.examples(
                        "csv:" + file,
                        Split.TRAIN,
                        where,
                        GeneratedSize.defaults(),
                        new ImageFeatures(new FirstRow(), ExtractionListener.SILENT)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("contains vectors of features, but a backbone takes images");
    }
}
