package io.github.dann4j.app.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dann4j.app.cli.Cli;
import io.github.dann4j.app.cli.SlowServer;
import io.github.dann4j.app.cli.TinyMnistM;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.fetch.RemoteFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tests that a missing dataset is downloaded into the cache folder, except with {@code --offline}. */
class DownloadOptionsTest {
    @TempDir
    private Path temp;

    /** A command that only looks for a dataset. */
    @Command(name = "look")
    private static final class Look implements Callable<Integer> {
        @Mixin
        private final DownloadOptions data;

        private final DataLocation places;
        private final String set;

        Look(DownloadOptions data, DataLocation places, String set) {
            this.data = data;
            this.places = places;
            this.set = set;
        }

        @Override
        public Integer call() {
            DataLocation where = data.filled(places, List.of(Split.TEST), set);
            try (var images = DataCatalog.open(set, Split.TEST, where)) {
                return images.size() > 0 ? 0 : 1;
            }
        }
    }

    @Test
    void aMissingSet_isDownloadedOnceIntoTheCache() throws IOException {
        try (SlowServer server = new SlowServer(TinyMnistM.archive(), 0)) {
            Cli first = look(server.address(), "mnist-m");
            assertThat(first.code()).as(first.err()).isZero();
            assertThat(first.err()).contains("mnist-m is in none of: ", "downloading it", "fetched");
            assertThat(file()).exists();

            Cli second = look(server.address(), "mnist-m[:5]");
            assertThat(second.code()).as(second.err()).isZero();
            assertThat(second.err()).isEmpty();
            assertThat(server.ranges()).hasSize(1);
        }
    }

    @Test
    void offline_downloadsNothingAndSaysWhatIsMissing() throws IOException {
        try (SlowServer server = new SlowServer(TinyMnistM.archive(), 0)) {
            Cli run = look(server.address(), "mnist-m", "--offline");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("no file ", "'dann4j data fetch mnist-m'");
            assertThat(server.ranges()).isEmpty();
            assertThat(file()).doesNotExist();
        }
    }

    @Test
    void aDeadAddress_saysWhichFileToPutWhere() throws IOException {
        String address;
        try (SlowServer server = new SlowServer(TinyMnistM.archive(), 0)) {
            address = server.address();
        }
        Cli run = look(address, "mnist-m", "--quiet");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("mnist-m is in no data folder, and mnist-m/mnist_m.tar.gz: could not be fetched");
        assertThat(run.err()).contains("put it at " + file()).contains("--data or DANN4J_DATA");
        assertThat(file()).doesNotExist();
    }

    @Test
    void setsWithoutADownload_areLeftToTheirOwnFailure() {
        assertThat(look("http://localhost:1", "printed").code()).isZero();
        Cli signs = look("http://localhost:1", "syn-signs");
        assertThat(signs.err()).contains("put them there").doesNotContain("downloading");
    }

    private DataLocation places() {
        return new DataLocation(List.of(
                new DataLocation.Place(temp.resolve("data"), "--data"),
                new DataLocation.Place(temp.resolve("cache"), "the cache folder")));
    }

    private Path file() {
        return temp.resolve("cache/mnist-m/mnist_m.tar.gz");
    }

    private Cli look(String address, String set, String... more) {
        StringWriter err = new StringWriter();
        Look verb = new Look(new DownloadOptions(entry -> at(address, entry)), places(), set);
        CommandLine line = new CommandLine(verb).setErr(new PrintWriter(err, true));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(failure.getMessage());
            return 1;
        });
        return new Cli(line.execute(more), "", err.toString());
    }

    private static List<RemoteFile> at(String address, DatasetInfo entry) {
        String folder = address.endsWith("/") ? address : address + "/";
        return DataCatalog.downloads(entry).stream()
                .map(published -> new RemoteFile(
                        published.name(),
                        published.format(),
                        published.bytes(),
                        published.checksum(),
                        List.of(URI.create(folder
                                + published.name().substring(published.name().lastIndexOf('/') + 1)))))
                .toList();
    }
}
