package io.github.dann4j.app.cli.data;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.catalog.DataLocation;
import io.github.dann4j.data.name.DataEntry;
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

/** Sets for the verbs that work on them: where they are looked for, and that those which are nowhere are downloaded. */
public final class DownloadOptions {
    private final Function<DataEntry, List<RemoteFile>> published;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--offline",
            description =
                    "Download nothing. Else a set that is in no folder is fetched from its publisher into the cache.")
    private boolean offline;

    @Mixin
    private CommonOptions common = new CommonOptions();

    public DownloadOptions() {
        this(DataCatalog::downloads);
    }

    /** @param published the files of a set, and where they are to be had */
    public DownloadOptions(Function<DataEntry, List<RemoteFile>> published) {
        this.published = published;
    }

    public boolean quiet() {
        return common.quiet();
    }

    /**
     * The folders in which sets are looked for; what of these sets is in none of them, and is published, is in the cache folder then.
     *
     * @param splits which are wanted
     * @throws FetchException if a set cannot be downloaded; the message has where to put what
     */
    public DataLocation where(List<Split> splits, String... names) {
        return filled(common.where(), splits, names);
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

    private void download(DataEntry entry, DataLocation where) {
        List<RemoteFile> files = published.apply(entry);
        if (files.isEmpty()) {
            return; // opening it says which files to put where
        }
        CommandSpec command = Objects.requireNonNull(spec);
        CommonOptions.tell(
                List.of("%s is in none of: %s; downloading it into the last one (--offline does not)"
                        .formatted(entry.name(), where.described())),
                command);
        try (FetchProgress progress = FetchProgress.to(command.commandLine().getErr(), common.quiet(), files.size())) {
            new Fetch(where.cache(), FetchSettings.usual(), progress).run(files);
        } catch (FetchException e) {
            throw new FetchException(
                    "%s is in no folder, and %s; or name a folder that has the set by --data or %s"
                            .formatted(entry.name(), e.getMessage(), DataLocation.VARIABLE),
                    e);
        }
    }
}
