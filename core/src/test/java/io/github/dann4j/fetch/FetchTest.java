package io.github.dann4j.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.dann4j.files.FileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fetches from a local server that behaves as servers on the internet do. The result must be the right file or a clear
 * error, never half a file.
 */
@Timeout(60)
class FetchTest {
    private static final byte[] CONTENT = gzip(300_000, 1);
    private static final FetchSettings QUICK = new FetchSettings(4, Duration.ofMillis(700), 3, Duration.ofMillis(10));

    @TempDir
    private Path folder;

    private final BadServer server = new BadServer();
    private final List<String> notes = new CopyOnWriteArrayList<>();

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    @Test
    void aGoodServer_givesTheFile() {
        fetch(file(server.on("a", BadServer.good(CONTENT))));

        assertWhole();
        assertThat(notes).isEmpty();
        fetch(file(server.address("a")));
        assertThat(server.requests()).as("what is there is not fetched again").hasSize(1);
    }

    @Test
    void withoutALength_theFormatTellsTheEnd() {
        fetch(file(-1, null, server.on("a", BadServer.chunked(CONTENT))));
        assertWhole();
    }

    @Test
    void aBrokenConnection_isResumedWhereItBroke() {
        fetch(file(server.on("a", BadServer.first(BadServer.breaksAfter(CONTENT, 100_000), BadServer.good(CONTENT)))));

        assertWhole();
        // The last bytes before the break may be lost on the way.
        assertThat(server.requests()).hasSize(2).first().isEqualTo("/a");
        assertThat(Integer.parseInt(server.requests().get(1).replaceAll("[^0-9]", "")))
                .isBetween(1, 100_000);
        assertThat(notes).singleElement().asString().contains("broke off");
    }

    @Test
    void aServerThatIgnoresRanges_isReadFromTheBeginning() {
        fetch(file(server.on("a", BadServer.first(BadServer.breaksAfter(CONTENT, 100_000), BadServer.whole(CONTENT)))));
        assertWhole();
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aFileThatChangedInBetween_isReadFromTheBeginning() {
        byte[] newer = gzip(300_000, 2);
        fetch(file(
                -1,
                null,
                server.on(
                        "a",
                        BadServer.first(BadServer.breaksAfter(CONTENT, 100_000), BadServer.good(newer, "\"v2\"")))));
        assertThat(folder.resolve("set/file.gz")).hasBinaryContent(newer);
    }

    @Test
    void aConnectionThatAlwaysBreaks_isGivenUpAndWhatCameIsKept() throws IOException {
        fails(file(server.on("a", BadServer.breaksAfter(CONTENT, 0))))
                .hasMessageContaining("broke off")
                .hasMessageContaining("3 attempts")
                .hasMessageContaining("put it at " + folder.resolve("set/file.gz"));
        assertThat(names()).isEmpty();

        server.on("a", BadServer.first(BadServer.breaksAfter(CONTENT, 50_000), BadServer.status(503)));
        fails(file(server.address("a")))
                .hasMessageContaining("answers with status 503")
                .hasMessageContaining("50,000 bytes are kept");
        assertThat(names()).containsExactly(".file.gz.part", ".file.gz.part.from");

        server.on("a", BadServer.good(CONTENT));
        fetch(file(server.address("a")));
        assertWhole();
        assertThat(server.requests()).last().isEqualTo("/a bytes=50000-");
    }

    @Test
    void progressBetweenBreaks_isNoFailure() {
        int[] piece = {0};
        fetch(file(server.on("a", exchange -> {
            int have = 20_000 * piece[0]++;
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            if (have > 0) {
                exchange.getResponseHeaders()
                        .set(
                                "Content-Range",
                                String.format(Locale.ROOT, "bytes %d-%d/%d", have, CONTENT.length - 1, CONTENT.length));
            }
            exchange.sendResponseHeaders(have == 0 ? 200 : 206, CONTENT.length - have);
            exchange.getResponseBody().write(CONTENT, have, Math.min(20_000, CONTENT.length - have));
            exchange.getResponseBody().flush();
            if (CONTENT.length - have > 20_000) {
                throw new IOException("hang up");
            }
        })));
        assertWhole();
        assertThat(server.requests()).hasSizeGreaterThan(10);
    }

    @Test
    void wrongLength_isRefusedUnread() throws IOException {
        fails(file(server.on("a", BadServer.good(gzip(1000, 3)))))
                .hasMessageContaining("has a file of")
                .hasMessageContaining(String.format(Locale.ROOT, "not %,d", CONTENT.length));
        fails(file(server.on("a", BadServer.chunked(Arrays.copyOf(CONTENT, CONTENT.length + 5)))))
                .hasMessageContaining("sent more than");
        fails(file(server.on("a", BadServer.chunked(Arrays.copyOf(CONTENT, 1000)))))
                .hasMessageContaining("broke off");
    }

    @Test
    void wrongContent_isRefused() throws IOException {
        byte[] other = CONTENT.clone();
        other[CONTENT.length / 2] ^= 1;
        fails(file(CONTENT.length, sha256(CONTENT), server.on("a", BadServer.good(other))))
                .hasMessageContaining("is not a complete gzip file");
        byte[] valid = gzip(300_000, 9);
        fails(file(-1, sha256(CONTENT), server.on("a", BadServer.good(valid))))
                .hasMessageContaining("sent a file with " + sha256(valid))
                .hasMessageContaining("not " + sha256(CONTENT));
        assertThat(names()).isEmpty();
    }

    @Test
    void aPageInsteadOfTheFile_isRefused() throws IOException {
        byte[] page = "<!DOCTYPE html><html>Please confirm the download</html>".getBytes();
        fails(file(-1, null, server.on("a", BadServer.whole(page))))
                .hasMessageContaining("sent a file that is a web page");
    }

    @Test
    void addresses_areTriedInTurn() {
        fetch(file(
                BadServer.nobody(),
                server.on("gone", BadServer.status(404)),
                server.on("short", BadServer.good(gzip(10, 1))),
                server.on("good", BadServer.good(CONTENT))));

        assertWhole();
        assertThat(notes)
                .satisfiesExactly(
                        note -> assertThat(note).contains("cannot be reached"),
                        note -> assertThat(note).contains("answers with status 404"),
                        note -> assertThat(note).contains("has a file of"));
    }

    @Test
    void noAddressAtAll_namesThemAllAndThePlace() throws IOException {
        fails(file(BadServer.nobody(), server.on("gone", BadServer.status(404))))
                .hasMessageContaining("cannot be reached")
                .hasMessageContaining("/gone answers with status 404")
                .hasMessageContaining("get the file elsewhere and put it at " + folder.resolve("set/file.gz"));
        assertThat(names()).isEmpty();
    }

    @Test
    void redirects_areFollowed() {
        URI there = server.on("there", BadServer.good(CONTENT));
        fetch(file(server.on("here", BadServer.redirect(there))));
        assertWhole();
        URI circle = server.address("circle");
        server.on("circle", BadServer.redirect(circle));
    }

    @Test
    void aCircleOfRedirects_ends() throws IOException {
        server.on("circle", BadServer.redirect(server.address("circle")));
        fails(file(server.address("circle"))).hasMessageContaining("/circle");
    }

    @Test
    void aSlowServer_isWaitedForAsLongAsItSpeaks() {
        fetch(file(server.on("a", BadServer.slow(CONTENT, 8, 250)))); // 2 seconds in total, patience 0.7
        assertWhole();
    }

    @Test
    void aSilentServer_isNotWaitedForForEver() {
        fetch(file(server.on("a", BadServer.first(BadServer.silentAfter(CONTENT, 70_000), BadServer.good(CONTENT)))));
        assertWhole();
        assertThat(notes).singleElement().asString().contains("sent nothing for");
        assertThat(server.requests()).containsExactly("/a", "/a bytes=70000-");
    }

    @Test
    void whatIsNoWebServer_isSaid() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            fails(file(BadServer.babble(socket))).hasMessageContaining("put it at");
        }
    }

    @Test
    void aFullDisk_isSaidAndLeavesNothingInPlace() throws IOException {
        try (FileSystem small = Jimfs.newFileSystem(
                Configuration.unix().toBuilder().setMaxSize(128 * 1024).build())) {
            Path disk = small.getPath("/data");
            Files.createDirectories(disk);
            RemoteFile told = file(server.on("told", BadServer.good(CONTENT)));
            assertThatThrownBy(() -> new Fetch(disk, QUICK, listener()).run(List.of(told)))
                    .isInstanceOf(FileException.class)
                    .hasMessageContaining("/data/set/file.gz: cannot be written: it needs 1 MB more");

            RemoteFile untold = file(-1, null, server.on("untold", BadServer.chunked(CONTENT)));
            assertThatThrownBy(() -> new Fetch(disk, QUICK, listener()).run(List.of(untold)))
                    .isInstanceOf(FileException.class)
                    .hasMessageContaining("/data/set/file.gz: cannot be written");
            assertThat(disk.resolve("set/file.gz")).doesNotExist();
        }
    }

    @Test
    void anUnwritableFolder_isSaid() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("set"), "a file, no folder");
        assertThatThrownBy(() -> fetch(file(server.on("a", BadServer.good(CONTENT)))))
                .isInstanceOf(FileException.class)
                .hasMessageContaining("cannot be written");
        assertThat(inTheWay).exists();
    }

    @Test
    void twoFetchesOfTheSameFile_shareIt() throws Exception {
        URI address = server.on("a", BadServer.slow(CONTENT, 6, 100));
        Thread other = new Thread(() -> fetch(file(address)));
        other.start();
        fetch(file(address));
        other.join();

        assertWhole();
        assertThat(server.requests()).as("fetched once").hasSize(1);
        assertThat(notes).anyMatch(note -> note.contains("another process is fetching it"));
    }

    @Test
    void anInterrupt_keepsWhatCameAndTheNextFetchGoesOn() throws Exception {
        URI address = server.on("a", BadServer.first(BadServer.silentAfter(CONTENT, 130_000), BadServer.good(CONTENT)));
        FetchSettings patient = new FetchSettings(2, Duration.ofSeconds(30), 3, Duration.ofMillis(10));
        Thread main = Thread.currentThread();
        FetchListener interrupter = new FetchListener() {
            @Override
            public void progress(RemoteFile file, long done, long total) {
                if (done == 130_000) {
                    main.interrupt();
                }
            }
        };
        assertThatThrownBy(() -> new Fetch(folder, patient, interrupter).run(List.of(file(address))))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("what has arrived is kept");
        assertThat(Thread.interrupted()).isFalse();
        assertThat(names()).containsExactly(".file.gz.part", ".file.gz.part.from");
        Path part = folder.resolve("set/.file.gz.part");
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            assertThat(channel.tryLock()).as("the lock of a fetch that is over").isNotNull();
        }

        fetch(file(address));
        assertWhole();
        assertThat(server.requests()).containsExactly("/a", "/a bytes=130000-");
    }

    /**
     * A first part that is damaged on disk is detected by the checksum; the file is then fetched again from its
     * beginning.
     */
    @Test
    void aDamagedPart_isReplaced() throws IOException {
        URI address = server.on("a", BadServer.good(CONTENT));
        Files.createDirectories(folder.resolve("set"));
        Files.write(folder.resolve("set/.file.gz.part"), new byte[90_000]);
        Files.writeString(folder.resolve("set/.file.gz.part.from"), address + "\n\"v1\"");
        fetch(file(CONTENT.length, sha256(CONTENT), address));

        assertWhole();
        assertThat(server.requests()).containsExactly("/a bytes=90000-", "/a");
    }

    @Test
    void severalFiles_arriveTogetherAndAFailureLeavesTheOthers() {
        RemoteFile good = new RemoteFile(
                "set/good.gz", FileFormat.GZIP, -1, null, List.of(server.on("good", BadServer.slow(CONTENT, 4, 50))));
        RemoteFile bad = new RemoteFile(
                "set/bad.gz", FileFormat.GZIP, -1, null, List.of(server.on("bad", BadServer.status(410))));
        assertThatThrownBy(() -> new Fetch(folder, QUICK, listener()).run(List.of(bad, good)))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("set/bad.gz")
                .hasMessageNotContaining("set/good.gz");
        assertThat(folder.resolve("set/good.gz")).hasBinaryContent(CONTENT);
        assertThat(folder.resolve("set/bad.gz")).doesNotExist();
    }

    private void fetch(RemoteFile... files) {
        new Fetch(folder, QUICK, listener()).run(List.of(files));
    }

    private AbstractThrowableAssert<?, ?> fails(RemoteFile file) throws IOException {
        AbstractThrowableAssert<?, ?> failure = assertThatThrownBy(() -> fetch(file))
                .isInstanceOf(FetchException.class)
                .hasMessageNotContaining("\n");
        assertThat(folder.resolve("set/file.gz")).doesNotExist();
        return failure;
    }

    private FetchListener listener() {
        return new FetchListener() {
            @Override
            public void note(RemoteFile file, String text) {
                notes.add(text);
            }
        };
    }

    private static RemoteFile file(URI... addresses) {
        return file(CONTENT.length, sha256(CONTENT), addresses);
    }

    private static RemoteFile file(long bytes, @Nullable Checksum sum, URI... addresses) {
        return new RemoteFile("set/file.gz", FileFormat.GZIP, bytes, sum, List.of(addresses));
    }

    private void assertWhole() {
        assertThat(folder.resolve("set/file.gz")).hasBinaryContent(CONTENT);
        assertThat(names()).containsExactly("file.gz");
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(folder.resolve("set"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Checksum sha256(byte[] content) {
        try {
            return Checksum.sha256(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Compresses noise, which stays as long as before. */
    private static byte[] gzip(int length, long seed) {
        byte[] noise = new byte[length];
        new Random(seed).nextBytes(noise);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(noise);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
