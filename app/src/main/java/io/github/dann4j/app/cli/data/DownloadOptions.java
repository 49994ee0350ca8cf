package io.github.dann4j.app.cli.data;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.app.cli.console.ExtractionProgress;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.extract.ExtractionListener;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.store.StorageSpace;
import io.github.dann4j.fetch.Fetch;
import io.github.dann4j.fetch.FetchException;
import io.github.dann4j.fetch.FetchSettings;
import io.github.dann4j.fetch.RemoteFile;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options of commands that work on datasets: where datasets are searched for, and whether missing ones are
 * downloaded.
 */
public final class DownloadOptions {
    private final Function<DatasetInfo, List<RemoteFile>> published;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--offline",
            description =
                    "Download nothing. Without this option, a dataset that is in no data folder is downloaded from its publisher into the cache.")
    private boolean offline;

    @Option(
            names = "--image-memory",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description =
                    "Most memory for the images, or their features, of one split, such as 512m or 4g. A larger split is kept in a mapped file in the cache (default: 1g).")
    private long imageMemory = StorageSpace.USUAL_MEMORY;

    @Mixin
    private CommonOptions common = new CommonOptions();

    public DownloadOptions() {
        this(DataCatalog::downloads);
    }

    /** @param published returns the files of a dataset, and where to download them */
    public DownloadOptions(Function<DatasetInfo, List<RemoteFile>> published) {
        this.published = published;
    }

    public boolean quiet() {
        return common.quiet();
    }

    /**
     * Returns a listener that shows on standard error how many features of images are computed; it shows nothing with
     * {@code --quiet}.
     */
    public ExtractionListener extraction() {
        return new ExtractionProgress(Objects.requireNonNull(spec).commandLine().getErr(), quiet());
    }

    /**
     * Returns the folders that are searched for datasets. If a named dataset is in none of them and is published, it is
     * first downloaded into the cache folder.
     *
     * @param splits that are needed
     * @throws FetchException if a dataset cannot be downloaded; the message says where to put which files
     */
    public DataLocation where(List<Split> splits, String... names) {
        return filled(common.where().withImageMemory(imageMemory), splits, names);
    }

    DataLocation filled(DataLocation where, List<Split> splits, String... names) {
        if (!offline) {
            for (String name : names) {
                if (splits.stream().anyMatch(split -> DataCatalog.isMissing(name, split, where))) {
                    download(DataCatalog.entry(name), where);
                }
            }
        }
        return where;
    }

    private void download(DatasetInfo entry, DataLocation where) {
        List<RemoteFile> files = published.apply(entry);
        if (files.isEmpty()) {
            return; // the error on opening says which files to put where
        }
        CommandSpec command = Objects.requireNonNull(spec);
        CommonOptions.tell(
                List.of("%s is in none of: %s; downloading it into the last one (--offline prevents this)"
                        .formatted(entry.name(), where.described())),
                command);
        try (FetchProgress progress = FetchProgress.to(command.commandLine().getErr(), common.quiet(), files.size())) {
            new Fetch(where.cache(), FetchSettings.usual(), progress).run(files);
        } catch (FetchException e) {
            throw new FetchException(
                    "%s is in no data folder, and %s; or name a folder that has the dataset with --data or %s"
                            .formatted(entry.name(), e.getMessage(), DataLocation.VARIABLE),
                    e);
        }
    }
}
