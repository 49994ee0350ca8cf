package io.github.dann4j.experiment;

import io.github.dann4j.distribute.Collective;
import io.github.dann4j.distribute.SharedBytes;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files of the first worker, for workers that do not see its disk. */
final class FileCopies {
    private FileCopies() {}

    /**
     * The file of the first worker, or a copy that goes with this process.
     *
     * @param file null on the other workers
     */
    static Path ofFirst(@Nullable Path file, Collective workers) {
        try {
            byte[] content = SharedBytes.ofFirst(file == null ? new byte[0] : Files.readAllBytes(file), workers);
            if (file != null) {
                return file;
            }
            Path copy = Files.createTempFile("dann4j-state", ".safetensors");
            copy.toFile().deleteOnExit();
            return Files.write(copy, content);
        } catch (IOException e) {
            throw new FileException("a state cannot be copied between workers: " + FileException.reason(e), e);
        }
    }
}
