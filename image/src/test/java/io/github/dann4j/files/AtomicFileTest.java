package io.github.dann4j.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    /** Nothing else removes such files from folders that processes share, such as the cache of decoded images. */
    @Test
    void whatAKilledProcessLeftOfAFileLongAgo_goesWhenTheFileIsWritten() throws IOException {
        Path killed = leftover("a.pictures", Duration.ofHours(2));
        Path beingWritten = leftover("a.pictures", Duration.ofMinutes(10));
        Path ofAnother = leftover("b.pictures", Duration.ofHours(2));

        AtomicFile.write(folder.resolve("a.pictures"), out -> out.write(1));

        assertThat(folder).isDirectoryContaining(beingWritten::equals).isDirectoryContaining(ofAnother::equals);
        assertThat(killed).doesNotExist();
        assertThat(folder.resolve("a.pictures")).hasBinaryContent(new byte[] {1});
    }

    @Test
    void aTry_leavesNothing() throws IOException {
        AtomicFile.tryIn(folder);

        assertThat(folder).isEmptyDirectory();
    }

    private Path leftover(String name, Duration age) throws IOException {
        Path file = folder.resolve(".%s.%s.tmp".formatted(name, UUID.randomUUID()));
        Files.writeString(file, "half");
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }
}
