package io.github.dann4j.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dann4j.fetch.Checksum;
import io.github.dann4j.fetch.FileFormat;
import io.github.dann4j.fetch.RemoteFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublishedWeightsTest {
    @TempDir
    private Path folder;

    static List<PublishedWeights> all() {
        return PublishedWeights.all();
    }

    @Test
    void names_areOnes() {
        assertThat(all())
                .extracting(PublishedWeights::name)
                .doesNotHaveDuplicates()
                .contains("resnet18", "mobilenet-v2");
        assertThat(PublishedWeights.find("resnet50")).isPresent();
        assertThat(PublishedWeights.find("mnist")).isEmpty();
    }

    /** The program reads neither a pickle nor weights of unknown content. */
    @ParameterizedTest
    @MethodSource("all")
    void eachFile_isOneThatABackboneOpens_withItsChecksum(PublishedWeights weights) {
        RemoteFile file = weights.file();
        boolean isOnnx = weights.kind().equals("onnx");
        assertThat(isOnnx || Architectures.find(weights.kind()).isPresent()).isTrue();
        assertThat(file.format()).isEqualTo(isOnnx ? FileFormat.ONNX : FileFormat.SAFETENSORS);
        assertThat(file.name()).startsWith("pretrained/").endsWith(isOnnx ? ".onnx" : ".safetensors");
        assertThat(Objects.requireNonNull(file.checksum()).algorithm()).isEqualTo("SHA-256");
        assertThat(file.bytes()).isGreaterThan(4_000_000);
        assertThat(file.addresses())
                .allSatisfy(
                        address -> assertThat(address.toString())
                                .matches(
                                        "https://huggingface\\.co/(timm|onnxmodelzoo)/[\\w.-]+/resolve/(main|[0-9a-f]{40})/[\\w.-]+"));
        assertThat(weights.licence()).isIn("BSD-3-Clause", "Apache-2.0");
    }

    @Test
    void difference_isThatOfTheChecksum_orTheLength() throws IOException {
        Path file = Files.writeString(folder.resolve("w"), "weights");
        List<URI> from = List.of(URI.create("https://example.org/w"));
        Checksum sum = Checksum.sha256("0".repeat(64)).of(file);
        assertThat(new RemoteFile("w", FileFormat.ONNX, 7, sum, from).difference(file))
                .isEmpty();
        assertThat(new RemoteFile("w", FileFormat.ONNX, 8, null, from).difference(file))
                .isEqualTo("has 7 bytes, the published file 8");
        assertThat(new RemoteFile("w", FileFormat.ONNX, 7, Checksum.sha256("1".repeat(64)), from).difference(file))
                .startsWith("has SHA-256 ");
        assertThat(new RemoteFile("w", FileFormat.ONNX, RemoteFile.UNKNOWN, null, from).difference(file))
                .isEmpty();
    }

    @Test
    void anotherFolder_isRefused() {
        RemoteFile elsewhere =
                new RemoteFile("mnist/w.onnx", FileFormat.ONNX, 1, null, List.of(URI.create("https://example.org/w")));
        assertThatThrownBy(() -> new PublishedWeights("w", "W", "onnx", "1 value", "MIT", elsewhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("w: weights are in pretrained/, got mnist/w.onnx");
    }
}
