package io.github.dann4j.app.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.dann4j.files.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Options in a YAML file, by their names without dashes: what {@code --config} reads, and every run leaves as {@code config.yaml}. A flag
 * {@code --no-NAME} is {@code NAME: false}.
 */
final class ConfigFile {
    private static final String NO = "no-";

    /** Loaded when a file is read or written: it takes 0.1 s, which the start of every command would feel. */
    private static final class Yaml {
        static final YAMLMapper MAPPER = new YAMLMapper(YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .build());
    }

    private ConfigFile() {}

    /**
     * Gives the verb of a command line the options of the file that it names, for those that it does not give itself.
     *
     * @throws ParameterException if the file cannot be read, or has an option that the verb has not
     */
    static void applyTo(CommandLine root, String[] args) {
        CommandLine verb = args.length == 0 ? null : root.getSubcommands().get(args[0]);
        Path file = given(args);
        if (verb == null || file == null || verb.getCommandSpec().findOption(RunOptions.CONFIG) == null) {
            return;
        }
        Map<String, String> options;
        try {
            options = read(file);
        } catch (IOException e) {
            throw new ParameterException(verb, "--config %s: %s".formatted(file, reason(e)), e);
        }
        options.keySet().forEach(name -> requireKnown(verb, file, name));
        verb.setDefaultValueProvider(new Defaults(options));
    }

    /** Leaves alone what the command line gives, and gives the rest. */
    private record Defaults(Map<String, String> options) implements IDefaultValueProvider {
        @Override
        public @Nullable String defaultValue(ArgSpec argument) {
            if (!(argument instanceof OptionSpec option)) {
                return null;
            }
            String name = name(option);
            if (name.startsWith(NO)) {
                String value = options.get(name.substring(NO.length()));
                return value == null ? null : Boolean.toString(!Boolean.parseBoolean(value));
            }
            return options.get(name);
        }
    }

    private static @Nullable Path given(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals(RunOptions.CONFIG) && i + 1 < args.length) {
                return Path.of(args[i + 1]);
            } else if (args[i].startsWith(RunOptions.CONFIG + "=")) {
                return Path.of(args[i].substring(RunOptions.CONFIG.length() + 1));
            }
        }
        return null;
    }

    private static void requireKnown(CommandLine verb, Path file, String name) {
        List<String> known = verb.getCommandSpec().options().stream()
                .map(ConfigFile::name)
                .map(option -> option.startsWith(NO) ? option.substring(NO.length()) : option)
                .toList();
        if (!known.contains(name)) {
            throw new ParameterException(
                    verb,
                    "--config %s: %s has no option '%s'; it has %s"
                            .formatted(
                                    file,
                                    verb.getCommandName(),
                                    name,
                                    known.stream().sorted().collect(Collectors.joining(", "))));
        }
    }

    private static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, Object> values = Yaml.MAPPER.readValue(Files.readString(file), new TypeReference<>() {});
        Map<String, String> options = new LinkedHashMap<>();
        if (values != null) {
            values.forEach((name, value) -> {
                if (value instanceof List<?> several) {
                    options.put(name, several.stream().map(String::valueOf).collect(Collectors.joining(",")));
                } else if (value != null) {
                    options.put(name, value.toString());
                }
            });
        }
        return options;
    }

    private static String reason(IOException e) {
        if (e instanceof JsonProcessingException syntax) {
            return "is no list of 'option: value' lines: "
                    + syntax.getOriginalMessage().replaceAll("\\s*\\R\\s*", " ");
        }
        return e instanceof NoSuchFileException ? "no such file" : Objects.requireNonNullElse(e.getMessage(), "");
    }

    /** Writes every option with its value, below what it means. */
    static void write(Path file, CommandSpec command, Map<String, String> options) {
        StringBuilder text =
                new StringBuilder("# Every option of this run. To begin another one like it: dann4j %s --config %s\n"
                        .formatted(command.name(), file.getFileName()));
        options.forEach((name, value) ->
                text.append('\n').append(comment(command, name)).append(line(name, value)));
        AtomicFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String comment(CommandSpec command, String name) {
        OptionSpec option = command.findOption("--" + name);
        if (option == null) {
            option = command.findOption("--" + NO + name);
        }
        return option == null
                ? ""
                : "# " + String.join(" ", option.description()).replace("%n", " ") + "\n";
    }

    private static String line(String name, String value) {
        try {
            return Yaml.MAPPER.writeValueAsString(Map.of(name, value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can be written", e);
        }
    }

    /**
     * Refuses a file that somebody has changed, because the run goes on as it was begun; a file that is gone or cannot be read is written
     * anew.
     */
    static void requireUnchanged(Path file, CommandSpec command, Map<String, String> options) {
        Map<String, String> found;
        try {
            found = read(file);
        } catch (IOException e) {
            CommonOptions.tell(List.of("%s: %s; written anew".formatted(file, reason(e))), command);
            write(file, command, options);
            return;
        }
        options.forEach((name, value) -> {
            String now = found.get(name);
            if (now == null || !now.toLowerCase(Locale.ROOT).equals(value.toLowerCase(Locale.ROOT))) {
                throw new ParameterException(
                        command.commandLine(),
                        "%s was changed: %s: %s, but the run was begun with %s; begin another run with --config and another --out, or change it back"
                                .formatted(file, name, now, value));
            }
        });
    }
}
