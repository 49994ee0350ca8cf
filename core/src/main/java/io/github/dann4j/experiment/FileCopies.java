package io.github.dann4j.experiment;

import io.github.dann4j.distribute.Collective;
import io.github.dann4j.distribute.SharedBytes;
import io.github.dann4j.files.FileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Copies files of the first worker for workers that cannot see its disk. */
final class FileCopies {
    private FileCopies() {}

    /**
     * Returns the file of the first worker, or a copy that is deleted when this process ends.
     *
     * @param file null on the other workers
     */
    static Path ofFirst(@Nullable Path file, Collective workers) {
        try {
            if (file != null) {
                try (InputStream own = Files.newInputStream(file)) {
                    SharedBytes.send(own, Files.size(file), workers);
                }
                return file;
            }
            Path copy = Files.createTempFile("dann4j-state", ".safetensors");
            copy.toFile().deleteOnExit();
            try (OutputStream to = Files.newOutputStream(copy)) {
                SharedBytes.receive(to, workers);
            }
            return copy;
        } catch (IOException e) {
            throw new FileException("cannot copy a state between workers: " + FileException.reason(e), e);
        }
    }
}
