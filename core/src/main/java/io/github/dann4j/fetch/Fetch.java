package io.github.dann4j.fetch;

import io.github.dann4j.files.FileException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Downloads published files into a data folder, several at once. A file that already exists is left alone. An
 * incomplete file has another name, from which a later fetch resumes.
 *
 * @param folder the data folder
 */
public record Fetch(Path folder, FetchSettings settings, FetchListener listener) {
    /**
     * Fetches files.
     *
     * @throws FetchException if one of the files cannot be fetched; the others are still fetched
     * @throws FileException if a file cannot be written
     * @throws CancellationException if the thread is interrupted; what has arrived is kept
     */
    public void run(List<RemoteFile> files) {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(settings.patience())
                .build();
        ExecutorService workers = Executors.newFixedThreadPool(settings.parallel(), work -> {
            Thread thread = new Thread(work, "fetch");
            thread.setDaemon(true);
            return thread;
        });
        List<FileFetch> fetches = files.stream()
                .map(file -> new FileFetch(client, folder, file, settings, listener))
                .toList();
        try {
            List<Future<?>> all = new ArrayList<>();
            for (FileFetch fetch : fetches) {
                all.add(workers.submit(fetch::run));
            }
            List<RuntimeException> failures = new ArrayList<>();
            for (Future<?> one : all) {
                try {
                    one.get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof RuntimeException failure)) {
                        throw new IllegalStateException(e.getCause());
                    }
                    failures.add(failure);
                }
            }
            if (failures.size() == 1) {
                throw failures.get(0);
            }
            if (!failures.isEmpty()) {
                throw new FetchException(
                        String.format(
                                Locale.ROOT,
                                "%s; %d more files could not be fetched either",
                                failures.get(0).getMessage(),
                                failures.size() - 1),
                        failures.get(0));
            }
        } catch (InterruptedException e) {
            throw new CancellationException(
                    "what has arrived is kept in %s; run the same command again to resume".formatted(folder));
        } finally {
            workers.shutdownNow();
            fetches.forEach(FileFetch::stop);
            awaitEnd(workers);
        }
    }

    /** Waits for the workers: one may be about to write, and the caller may be about to end the process. */
    private static void awaitEnd(ExecutorService workers) {
        try {
            if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
                Thread.yield(); // blocked in the network; it writes nothing more, and its file is checked on resume
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
