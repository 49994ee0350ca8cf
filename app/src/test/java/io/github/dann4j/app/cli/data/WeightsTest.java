package io.github.dann4j.app.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.app.cli.Cli;
import io.github.dann4j.app.cli.SlowServer;
import io.github.dann4j.fetch.Checksum;
import io.github.dann4j.fetch.FileFormat;
import io.github.dann4j.fetch.RemoteFile;
import io.github.dann4j.pretrained.PublishedWeights;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Published weights in the commands for data. */
class WeightsTest {
    private static final byte[] NETWORK = {8, 7, 18, 4, 'd', 'a', 't', 'a'};

    @TempDir
    private Path temp;

    private PublishedWeights at(String address, Path content) throws IOException {
        return new PublishedWeights(
                "tiny",
                "A tiny network",
                "onnx",
                "2 values",
                "MIT",
                new RemoteFile(
                        "pretrained/tiny.onnx",
                        FileFormat.ONNX,
                        NETWORK.length,
                        Checksum.sha256("0".repeat(64)).of(content),
                        List.of(URI.create(address + "tiny-12.onnx"))));
    }

    private Cli fetch(PublishedWeights weights) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new DataFetchCommand(
                        name -> name.equals(weights.name()) ? Optional.of(weights) : Optional.empty()))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(failure.getMessage());
            return 1;
        });
        return new Cli(line.execute("tiny", "--data", temp.resolve("data").toString()), out.toString(), err.toString());
    }

    @Test
    void fetch_putsTheFileInPlace_andSaysTheLicenceAndTheOption() throws IOException {
        Path content = Files.write(temp.resolve("content"), NETWORK);
        Path file = temp.resolve("data/pretrained/tiny.onnx");
        try (SlowServer server = new SlowServer(NETWORK, 0)) {
            PublishedWeights weights = at(server.address(), content);

            Cli first = fetch(weights);

            assertThat(first.code()).as(first.err()).isZero();
            assertThat(first.out()).isEqualTo(file + System.lineSeparator());
            assertThat(first.err()).contains("licence MIT; gives 2 values; use it with --backbone onnx:" + file);
            assertThat(file).hasBinaryContent(NETWORK);
            assertThat(fetch(weights).err()).contains("already there");
            assertThat(server.ranges()).hasSize(1);
        }
    }

    @Test
    void anotherFileAtTheAddress_isNotKept() throws IOException {
        Path other = Files.write(temp.resolve("content"), new byte[] {8, 7, 18, 4, 'd', 'a', 't', 'e'});
        try (SlowServer server = new SlowServer(NETWORK, 0)) {
            Cli run = fetch(at(server.address(), other));

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("sent a file with SHA-256 ", "put it at ", "pretrained");
            assertThat(temp.resolve("data/pretrained/tiny.onnx")).doesNotExist();
        }
    }

    @Test
    void list_hasThemInTheirOwnSection() throws IOException {
        Path file = temp.resolve("pretrained/squeezenet1.1-7.onnx");
        Files.createDirectories(file.getParent());
        Files.write(file, NETWORK);

        Cli list = Cli.run("data", "list", "--data", temp.toString());

        assertThat(list.code()).as(list.err()).isZero();
        List<String> lines = list.out().lines().toList();
        int section = lines.indexOf("Weights of networks for photographs (--backbone):");
        assertThat(section).isPositive();
        assertThat(lines.subList(section, lines.size()))
                .hasSize(5)
                .anyMatch(line -> line.matches("resnet18 .*IMAGENET1K_V1; BSD-3-Clause, 47 MB .*"))
                .anyMatch(line -> line.startsWith("squeezenet ")
                        && line.contains("; Apache-2.0, 5 MB ")
                        && line.endsWith(file.toString()));
    }

    @Test
    void info_hasLicence_size_checksum_andAddress() {
        Cli info = Cli.run("data", "info", "resnet50", "--data", temp.toString());

        assertThat(info.code()).as(info.err()).isZero();
        assertThat(info.out())
                .contains(
                        "resnet50: ResNet-50",
                        "features  2,048 values",
                        "licence   BSD-3-Clause",
                        "size      102 MB",
                        "checksum  SHA-256 5d061a3c",
                        "from      https://huggingface.co/timm/resnet50.tv_in1k/resolve/",
                        "--backbone resnet50:");
    }

    @Test
    void verify_findsAnotherFile() throws IOException {
        Path file = temp.resolve("pretrained/mobilenetv2-12.onnx");
        Files.createDirectories(file.getParent());
        Files.write(file, NETWORK);

        Cli one = Cli.run("data", "verify", "mobilenet-v2", "--data", temp.toString());
        Cli all = Cli.run("data", "verify", "--data", temp.toString());

        assertThat(one.code()).isEqualTo(1);
        assertThat(one.out()).contains("mobilenet-v2 PROBLEM: " + file + " has SHA-256 ");
        assertThat(all.out()).contains("mobilenet-v2 PROBLEM: " + file);
    }

    @Test
    void networksWithoutPublishedWeights_sayWhereToReadOn() {
        Cli run = Cli.run("data", "fetch", "mobilenet-v2-tf", "--data", temp.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("no weights that dann4j reads are published for 'mobilenet-v2-tf'", "docs/BACKBONES.md");
    }
}
