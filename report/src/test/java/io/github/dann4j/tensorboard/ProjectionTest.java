package io.github.dann4j.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectionTest {
    @TempDir
    private Path folder;

    @Test
    void files_areAsTheProjectorWantsThem() throws IOException {
        new Projection(
                        "features",
                        new float[][] {{1, 0}, {-0.5f, 1.23456e-7f}},
                        List.of("class", "domain"),
                        List.of(List.of("a\tb\nc", "source"), List.of("3", "target")),
                        new Projection.Sprite(new byte[] {9}, 28, 14))
                .write(folder);

        assertThat(Files.readAllLines(folder.resolve("tensors.tsv")))
                .containsExactly("1.0000\t0", "-0.50000\t1.2346e-07");
        assertThat(Files.readAllLines(folder.resolve("metadata.tsv")))
                .containsExactly("class\tdomain", "a b c\tsource", "3\ttarget");
        assertThat(Files.readAllBytes(folder.resolve("sprite.png"))).containsExactly(9);
        assertThat(Files.readString(folder.resolve("projector_config.pbtxt")))
                .contains(
                        "tensor_name: \"features\"",
                        "tensor_shape: [2, 2]",
                        "tensor_path: \"tensors.tsv\"",
                        "metadata_path: \"metadata.tsv\"",
                        "image_path: \"sprite.png\"",
                        "single_image_dim: [28, 14]");
    }

    @Test
    void pointsWithoutImages_haveNoSprite() throws IOException {
        new Projection("f", new float[][] {{1}}, List.of("class"), List.of(List.of("a")), null).write(folder);

        assertThat(folder.resolve("sprite.png")).doesNotExist();
        assertThat(Files.readString(folder.resolve("projector_config.pbtxt")))
                .contains("metadata_path: \"metadata.tsv\"\n}")
                .doesNotContain("sprite");
    }

    @Test
    void spriteIsTheLeastSquareThatTakesAll_andRowsMustFit() {
        assertThat(Projection.spriteColumns(1)).isEqualTo(1);
        assertThat(Projection.spriteColumns(9)).isEqualTo(3);
        assertThat(Projection.spriteColumns(10)).isEqualTo(4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Projection("f", new float[2][1], List.of("class"), List.of(List.of("a")), null))
                .withMessageContaining("2 points have 1 rows");
    }
}
