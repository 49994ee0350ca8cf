package io.github.dann4j.app.cli.data;

import io.github.dann4j.app.cli.console.CommonOptions;
import io.github.dann4j.data.DataException;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.fetch.Fetch;
import io.github.dann4j.fetch.FetchSettings;
import io.github.dann4j.fetch.RemoteFile;
import io.github.dann4j.pretrained.Architectures;
import io.github.dann4j.pretrained.PublishedWeights;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dann4j data fetch}: downloads the published files of datasets and of weights. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Download the published files of datasets, and of weights for --backbone, several at once. An interrupted download is resumed; a file gets its name only when it is complete and checked.",
            "The files go to --data DIR, else to $DANN4J_DATA, else to the user's cache folder."
        },
        footer = {"", "Example:  dann4j data fetch mnist usps svhn"})
final class DataFetchCommand implements Callable<Integer> {
    private final Function<String, Optional<PublishedWeights>> published;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "Names from 'data list'.")
    private List<String> names = List.of();

    @Option(
            names = "--from",
            paramLabel = "URL",
            description =
                    "A web folder with the files under their own names, such as a mirror within a company; it is tried before the publisher.")
    private @Nullable URI from;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "4",
            description = "Number of files to download at once (default: 4).")
    private int parallel;

    @Mixin
    private CommonOptions common = new CommonOptions();

    DataFetchCommand() {
        this(PublishedWeights::find);
    }

    /** @param published returns the weights of a name, and where to download them */
    DataFetchCommand(Function<String, Optional<PublishedWeights>> published) {
        this.published = published;
    }

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        List<RemoteFile> files = files(command);
        FetchSettings settings = settings(command);
        Path folder = common.folderToFill();
        try (FetchProgress progress = FetchProgress.to(command.commandLine().getErr(), common.quiet(), files.size())) {
            new Fetch(folder, settings, progress).run(files);
        }
        if (!common.quiet()) {
            CommonOptions.tell(
                    names.stream()
                            .flatMap(name -> published.apply(name).stream())
                            .distinct()
                            .map(weights -> WeightsText.fetched(weights, folder))
                            .toList(),
                    command);
        }
        files.forEach(file -> command.commandLine().getOut().println(folder.resolve(file.name())));
        command.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    /** The files of all names, each only once, since some datasets share files. */
    private List<RemoteFile> files(CommandSpec command) {
        Map<String, RemoteFile> files = new LinkedHashMap<>();
        for (String name : names) {
            published
                    .apply(name)
                    .map(weights -> List.of(weights.file()))
                    .orElseGet(() -> ofDataset(name, command))
                    .forEach(file -> files.put(file.name(), fromCopy(file)));
        }
        return List.copyOf(files.values());
    }

    private static List<RemoteFile> ofDataset(String name, CommandSpec command) {
        if (Architectures.find(name).isPresent()) {
            throw new ParameterException(
                    command.commandLine(),
                    "no weights that dann4j reads are published for '%s'; docs/BACKBONES.md says how to convert others"
                            .formatted(name));
        }
        DatasetInfo entry;
        try {
            entry = DataCatalog.entry(name);
        } catch (DataException e) {
            throw new ParameterException(command.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
        List<RemoteFile> own = DataCatalog.downloads(entry);
        if (own.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    DataCatalog.isFolder(name) || DataCatalog.isFeatureFile(name) || DataCatalog.isGenerated(entry)
                            ? "'%s' needs no download".formatted(name)
                            : "no download is known for '%s'; 'data info %s' says which files to put where"
                                    .formatted(name, name));
        }
        return own;
    }

    private RemoteFile fromCopy(RemoteFile file) {
        if (from == null) {
            return file;
        }
        String base = from.toString();
        String name = file.name().substring(file.name().lastIndexOf('/') + 1);
        List<URI> addresses = new ArrayList<>();
        addresses.add(URI.create(base.endsWith("/") ? base + name : base + "/" + name));
        addresses.addAll(file.addresses());
        return new RemoteFile(file.name(), file.format(), file.bytes(), file.checksum(), addresses);
    }

    private FetchSettings settings(CommandSpec command) {
        if (from != null && !List.of("http", "https").contains(String.valueOf(from.getScheme()))) {
            throw new ParameterException(command.commandLine(), "--from must be an http or https address, got " + from);
        }
        FetchSettings usual = FetchSettings.usual();
        try {
            return new FetchSettings(parallel, usual.patience(), usual.attempts(), usual.pause());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
        }
    }
}
