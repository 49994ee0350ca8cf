package io.github.dann4j.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve(EventFile.NAME);
    }

    @Test
    void scalars_areReadBackByProtobufsOwnParser() throws IOException {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss/label", 0.25);
        values.put("loss/domain", Double.NaN);
        values.put("schedule/lambda", 0.0);
        double before = System.currentTimeMillis() / 1000.0;
        try (EventFile events = EventFile.in(folder)) {
            events.scalars(7, values);
            events.scalars(3_000_000_000L, Map.of("loss/label", -1e-30));
        }
        Events read = Events.read(file());

        assertThat(read.version()).isEqualTo("brain.Event:2");
        assertThat(read.cut()).isZero();
        assertThat(read.values())
                .extracting(Events.Value::tag)
                .containsExactly("loss/label", "schedule/lambda", "loss/label");
        assertThat(read.values()).extracting(value -> value.get("simple_value")).containsExactly(0.25f, 0f, -1e-30f);
        assertThat(read.values()).allMatch(value -> value.has("simple_value")); // 0 is written too
        assertThat(read.values()).extracting(Events.Value::step).containsExactly(7L, 7L, 3_000_000_000L);
        assertThat((Double) Events.get(read.messages().get(1), "wall_time"))
                .isBetween(before, System.currentTimeMillis() / 1000.0);
    }

    @Test
    void histogram_holdsEveryFiniteValueOnce() throws IOException {
        float[] values = {-1, -0.5f, 0, 0, 0.25f, 3, Float.NaN, Float.POSITIVE_INFINITY};
        try (EventFile events = EventFile.in(folder)) {
            events.histogram(5, "gradients/a", Histogram.of(values));
        }
        DynamicMessage histogram =
                Events.read(file()).values("gradients/a").get(0).part("histo");
        List<?> limits = (List<?>) Events.get(histogram, "bucket_limit");
        List<?> counts = (List<?>) Events.get(histogram, "bucket");

        assertThat(Events.get(histogram, "min")).isEqualTo(-1.0);
        assertThat(Events.get(histogram, "max")).isEqualTo(3.0);
        assertThat(Events.get(histogram, "num")).isEqualTo(6.0);
        assertThat((Double) Events.get(histogram, "sum")).isCloseTo(1.75, within(1e-12));
        assertThat((Double) Events.get(histogram, "sum_squares")).isCloseTo(10.3125, within(1e-12));
        assertThat(counts).hasSameSizeAs(limits);
        assertThat(counts.stream().mapToDouble(count -> (Double) count).sum()).isEqualTo(6);
        assertThat(limits).isSorted();
        for (float value : new float[] {-1, -0.5f, 0, 0.25f, 3}) {
            int part = 0;
            while ((Double) limits.get(part) < value || (value < 3 && (Double) limits.get(part) <= value)) {
                part++;
            }
            assertThat((Double) counts.get(part)).as("part of %s", value).isPositive();
        }
    }

    @Test
    void histogramOfOneValue_hasOnePart_andOfNone_isRefused() {
        assertThat(Histogram.of(new float[] {2, 2, 2}).counts()).containsExactly(3);
        assertThat(Histogram.canBeOf(new float[] {Float.NaN})).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Histogram.of(new float[] {Float.NaN}))
                .withMessageContaining("finite");
    }

    @Test
    void image_isReadBack() throws IOException {
        byte[] png = {1, 2, 3};
        try (EventFile events = EventFile.in(folder)) {
            events.image(0, "inputs/source", png, 64, 32);
        }
        DynamicMessage image =
                Events.read(file()).values("inputs/source").get(0).part("image");

        assertThat(Events.get(image, "height")).isEqualTo(32);
        assertThat(Events.get(image, "width")).isEqualTo(64);
        assertThat(Events.get(image, "colorspace")).isEqualTo(3);
        assertThat(Events.get(image, "encoded_image_string")).isEqualTo(ByteString.copyFrom(png));
    }

    @Test
    void eachEvent_isInTheFileAtOnce_andACutLastOneSpoilsNoOther() throws IOException {
        try (EventFile events = EventFile.in(folder)) {
            events.scalars(1, Map.of("a", 1.0));
            assertThat(Events.read(file()).values()).hasSize(1); // not closed yet
            events.scalars(2, Map.of("a", 2.0));
        }
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length - 5));

        Events read = Events.read(file());
        assertThat(read.values()).hasSize(1);
        assertThat(read.cut()).isPositive();
    }

    /** Otherwise the reader of these tests would accept anything. */
    @Test
    void changedByte_isNoticedByTheReader() throws IOException {
        try (EventFile events = EventFile.in(folder)) {
            events.scalars(1, Map.of("a", 1.0));
        }
        byte[] bytes = Files.readAllBytes(file());
        bytes[bytes.length - 6] ^= 1;
        Files.write(file(), bytes);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Events.read(file()))
                .withMessageContaining("checksum");
    }

    @Test
    void secondRunInTheSameFolder_replacesTheFirst() throws IOException {
        try (EventFile events = EventFile.in(folder)) {
            events.scalars(1, Map.of("a", 1.0, "b", 2.0));
        }
        EventFile.in(folder).close();

        assertThat(Events.read(file()).values()).isEmpty();
        assertThatExceptionOfType(FileException.class)
                .isThrownBy(() -> EventFile.in(folder.resolve("missing")))
                .withMessageContaining(EventFile.NAME)
                .withMessageContaining("no such folder");
    }
}
