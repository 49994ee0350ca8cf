package io.github.dann4j.run;

import io.github.dann4j.adapt.MethodType;
import io.github.dann4j.data.name.BaseName;
import io.github.dann4j.experiment.ComparisonRun;
import io.github.dann4j.experiment.DomainPair;
import io.github.dann4j.experiment.Experiment;
import io.github.dann4j.files.FileException;
import io.github.dann4j.files.FolderLock;
import io.github.dann4j.model.ModelException;
import io.github.dann4j.model.Replicas;
import io.github.dann4j.recipe.RunSettings;
import io.github.dann4j.result.DataRecord;
import io.github.dann4j.result.EnvironmentRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run's folder, locked for this process. The lock is held until it is closed or the process ends, in whatever way.
 */
public final class RunFolder implements AutoCloseable {
    private final RunDirectory directory;
    private final FolderLock lock;
    private RunFile file;

    private RunFolder(RunDirectory directory, FolderLock lock, RunFile file) {
        this.directory = directory;
        this.lock = lock;
        this.file = file;
    }

    /**
     * Starts a run in a folder, which is created if it does not exist.
     *
     * @param command the command line that started the run, word by word
     * @param options every option with its value
     * @throws FileException if the folder already holds a run, or cannot be written to
     * @throws io.github.dann4j.data.DataException if {@code pair} lacks what one of the methods needs; nothing is
     *     created then
     * @throws ModelException if the recipe's network cannot be built; nothing is created then
     */
    public static RunFolder begin(
            RunDirectory directory,
            String verb,
            List<String> command,
            Map<String, String> options,
            RunSettings settings,
            DomainPair pair,
            int workers) {
        ComparisonRun.requirePossible(settings.comparison(), pair);
        for (MethodType<?> method : settings.comparison().methods()) {
            Experiment.network(method.network(settings.comparison().recipe().network()), 0, Replicas.NONE)
                    .close(); // fails now rather than in a folder that holds a started run
        }
        directory.make();
        FolderLock lock = hold(directory);
        try {
            if (Files.exists(directory.run()) || Files.exists(directory.results())) {
                throw new FileException(
                        Files.exists(directory.run()) && !isEnded(directory)
                                ? "%s holds a run that has not ended; resume it with --resume %s, or choose another folder with --out"
                                        .formatted(directory.folder(), directory.folder())
                                : "%s holds the results of a run; choose another folder with --out"
                                        .formatted(directory.folder()));
            }
            RunFile file = new RunFile(
                    verb,
                    command,
                    options,
                    settings,
                    workers,
                    EnvironmentRecord.current(settings.precision()),
                    EnvironmentRecord.commit(),
                    pair.records(),
                    Path.of("").toAbsolutePath().toString(),
                    now(),
                    List.of(),
                    null,
                    "");
            directory.deleteLeftovers();
            file.write(directory.run());
            return new RunFolder(directory, lock, file);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static boolean isEnded(RunDirectory directory) {
        try {
            return RunFile.read(directory.run()).ended() != null;
        } catch (FileException e) {
            return Files.exists(directory.results());
        }
    }

    /**
     * Resumes the run of a folder.
     *
     * @throws FileException if the folder holds no run, another process works in it, or what the run needs is damaged
     */
    public static RunFolder resume(RunDirectory directory) {
        if (!Files.isDirectory(directory.folder())) {
            throw new FileException("%s: no such folder, so there is no run to resume".formatted(directory.folder()));
        }
        RunFile.read(directory.run()); // first, so that no lock file is left in a folder that holds no run
        FolderLock lock = hold(directory);
        try {
            directory.deleteLeftovers();
            return new RunFolder(directory, lock, RunFile.read(directory.run()));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static FolderLock hold(RunDirectory directory) {
        @Nullable FolderLock lock = FolderLock.of(directory.folder());
        if (lock == null) {
            throw new FileException(
                    "%s: another process works in this folder; wait for it, or choose another folder with --out"
                            .formatted(directory.folder()));
        }
        return lock;
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public RunDirectory directory() {
        return directory;
    }

    public RunFile file() {
        return file;
    }

    /**
     * Records that the run resumes in this process, on the datasets of the pair and with this number of workers.
     *
     * @return what the user should know: the differences from when the run started
     * @throws FileException if the datasets are not those of the run
     */
    public List<String> resume(DomainPair pair, int workers) {
        List<DataRecord> now = pair.records();
        for (int i = 0; i < now.size(); i++) {
            DataRecord before = file.data().get(i);
            if (!before.sha256().equals(now.get(i).sha256())) {
                throw new FileException(String.format(
                        Locale.ROOT,
                        "%s %s: its images or labels have changed since the run started (%d images, SHA-256 %s; now %d, %s), so the run cannot resume%s",
                        before.name(),
                        before.split(),
                        before.images(),
                        before.sha256().substring(0, 12),
                        now.get(i).images(),
                        now.get(i).sha256().substring(0, 12),
                        file.directory() == null && BaseName.of(before.name()).isFolder()
                                ? ": folders were split by another rule when it started; start a new run"
                                : ""));
            }
        }
        file = file.resumedAt(now());
        file.write(directory.run());
        List<String> found = differences(
                file.environment(), EnvironmentRecord.current(file.settings().precision()));
        if (workers != file.workers()) {
            found.add(String.format(
                    Locale.ROOT,
                    "the run started with workers: %d, and resumes with %d: the training is the same, but not bit for bit that of a run with %d throughout, because sums are rounded otherwise and each worker drops other units",
                    file.workers(),
                    workers,
                    file.workers()));
        }
        return found;
    }

    private static List<String> differences(EnvironmentRecord then, EnvironmentRecord now) {
        List<String> found = new ArrayList<>();
        difference("dann4j", then.dann4j(), now.dann4j(), found);
        difference("libtorch", then.libtorch(), now.libtorch(), found);
        difference("the processor", then.processor(), now.processor(), found);
        difference("the device", then.device(), now.device(), found);
        difference("the system", then.system(), now.system(), found);
        return found;
    }

    private static void difference(String what, String then, String now, List<String> found) {
        if (!Objects.equals(then, now)) {
            found.add(
                    "the run started with %s %s and resumes with %s: its numbers may differ in the last digits from those of an uninterrupted run"
                            .formatted(what, then, now));
        }
    }

    /** Records that all results are written. */
    public void ended() {
        file = file.endedAt(now());
        file.write(directory.run());
    }

    @Override
    public void close() {
        lock.close();
    }
}
