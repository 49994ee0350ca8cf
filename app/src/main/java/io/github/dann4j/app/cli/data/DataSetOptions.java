package io.github.dann4j.app.cli.data;

import io.github.dann4j.data.DataException;
import io.github.dann4j.data.catalog.DataCatalog;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.data.synth.GeneratedSize;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options that select a dataset, and the size and seed of a generated one. */
final class DataSetOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            description =
                    "A dataset from 'data list', a part of one such as mnist[:1000], folder:PATH with your images, or csv:FILE with features.")
    private @Nullable String name;

    @Option(
            names = "--train",
            paramLabel = "N",
            description = "Training images of a generated dataset (default: 20000).")
    private @Nullable Integer train;

    @Option(names = "--test", paramLabel = "N", description = "Test images of a generated dataset (default: 5000).")
    private @Nullable Integer test;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Seed of a generated dataset; another seed gives other images (default: 0).")
    private long seed;

    String name() {
        return Objects.requireNonNull(name);
    }

    /** @throws ParameterException if there is no such dataset */
    DatasetInfo entry() {
        try {
            return DataCatalog.entry(name());
        } catch (DataException e) {
            throw usage(e);
        }
    }

    GeneratedSize size() {
        GeneratedSize defaults = GeneratedSize.defaults();
        try {
            return new GeneratedSize(
                    train == null ? defaults.train() : train, test == null ? defaults.test() : test, seed);
        } catch (DataException e) {
            throw usage(e);
        }
    }

    private ParameterException usage(DataException e) {
        return new ParameterException(
                Objects.requireNonNull(spec).commandLine(), Objects.requireNonNullElse(e.getMessage(), ""), e);
    }
}
