package io.github.dann4j.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.data.image.ImageTransform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackboneRecordTest {
    @TempDir
    private Path folder;

    private static BackboneRecord record(String file, String digit, Provenance weights) {
        return new BackboneRecord(
                file, digit.repeat(64), "features", Pooling.NONE, 8, ImageTransform.IMAGENET, weights);
    }

    @Test
    void sameContent_isTheSameBackbone_whereverTheFileIs() {
        BackboneRecord one = record("/a/network.onnx", "0", Provenance.notRecorded());
        BackboneRecord moved = record("/b/other.onnx", "0", Provenance.of(Map.of("licence", "MIT")));
        assertThat(moved).isEqualTo(one).hasSameHashCodeAs(one);
        assertThat(record("/a/network.onnx", "1", Provenance.notRecorded())).isNotEqualTo(one);
        assertThat(one.name()).isEqualTo("network.onnx");
    }

    @Test
    void absoluteNames_keepTheirParts() throws IOException {
        Path file = Files.writeString(folder.resolve("a#b.onnx"), "x");
        Path here = Path.of("").toAbsolutePath();
        String relative = "onnx:" + here.relativize(file.toAbsolutePath());

        assertThat(Backbones.absolute(relative + "?mean=0.5#features"))
                .isEqualTo("onnx:" + file.toAbsolutePath() + "?mean=0.5#features");
        assertThat(Backbones.absolute(relative)).isEqualTo("onnx:" + file.toAbsolutePath());
        assertThat(Backbones.file(relative + "#features")).isEqualTo(Path.of(relative.substring(5)));
        assertThatThrownBy(() -> Backbones.absolute("onnx:none.onnx#features"))
                .isInstanceOf(BackboneException.class)
                .hasMessageContaining("no such file; searched for " + here.resolve("none.onnx"));
    }
}
