package io.github.dann4j.app.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.github.dann4j.files.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * A YAML file with options, named without dashes. {@code --config} reads it, and every run writes one as
 * {@code config.yaml}. An option {@code --no-NAME} is written as {@code NAME: false}.
 */
public final class ConfigFile {
    /** The option that names it. */
    public static final String OPTION = "--config";

    private static final String NO = "no-";

    private static final String NO_BOOLEAN = "neither true nor false";
    private static final String NO_INTEGER = "not a whole number in decimal digits";
    private static final String NO_DECIMAL = "not a number in decimal digits";
    private static final Set<Class<?>> INTEGERS = Set.of(int.class, Integer.class, long.class, Long.class);
    private static final Set<Class<?>> DECIMALS = Set.of(double.class, Double.class);

    /** Without leading zeros, which YAML reads as the sign of another base. */
    private static final Pattern INTEGER = Pattern.compile("[+-]?(0|[1-9][0-9]*)");

    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    /** Loaded only when a file is read or written: loading takes 0.1 s, which would slow the start of every command. */
    private static final class Yaml {
        static final YAMLMapper MAPPER = new YAMLMapper(YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .build());
    }

    private ConfigFile() {}

    /**
     * Reads the file that a command line names and uses its options as defaults for those that the command line does
     * not give.
     *
     * @throws ParameterException if the file cannot be read, or has an option that the command does not have
     */
    public static void applyTo(CommandLine root, String[] args) {
        CommandLine command = args.length == 0 ? null : root.getSubcommands().get(args[0]);
        Path file = given(args);
        if (command == null || file == null || command.getCommandSpec().findOption(OPTION) == null) {
            return;
        }
        Map<String, Value> options;
        try {
            options = read(file);
        } catch (IOException e) {
            throw new ParameterException(command, "--config %s: %s".formatted(file, reason(e)), e);
        }
        options.forEach((name, value) -> {
            OptionSpec option = known(command, file, name);
            String rule = rule(option);
            if (rule != null && !value.keeps(rule, option)) {
                throw new ParameterException(
                        command,
                        String.format(
                                Locale.ROOT,
                                "--config %s, line %d: %s: '%s' is %s",
                                file,
                                value.line(),
                                name,
                                value.text(),
                                rule));
            }
        });
        command.setDefaultValueProvider(new Defaults(options));
    }

    /**
     * The value of an option.
     *
     * @param text as written in the file; the parts of a list are joined by commas
     * @param line in the file, counted from 1
     */
    private record Value(String text, int line) {
        /** The value as YAML 1.1 reads it; null if it is not a boolean. */
        @Nullable
        Boolean bool() {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "yes", "on", "y" -> true;
                case "false", "no", "off", "n" -> false;
                default -> null;
            };
        }

        boolean keeps(String rule, OptionSpec option) {
            return switch (rule) {
                case NO_BOOLEAN -> bool() != null;
                case NO_INTEGER -> parts(option).allMatch(INTEGER.asMatchPredicate());
                default -> parts(option).allMatch(DECIMAL.asMatchPredicate());
            };
        }

        private Stream<String> parts(OptionSpec option) {
            return option.splitRegex().isEmpty()
                    ? Stream.of(text)
                    : Stream.of(text.split(option.splitRegex())).map(String::strip);
        }
    }

    /**
     * The text of the error for a value that does not have the option's type; null for texts and words, which the
     * option itself checks.
     */
    private static @Nullable String rule(OptionSpec option) {
        List<Class<?>> types = List.of(option.auxiliaryTypes());
        if (isFlag(option)) {
            return NO_BOOLEAN;
        } else if (types.stream().anyMatch(INTEGERS::contains)) {
            return NO_INTEGER;
        }
        return types.stream().anyMatch(DECIMALS::contains) ? NO_DECIMAL : null;
    }

    private static boolean isFlag(OptionSpec option) {
        return option.type() == boolean.class || option.type() == Boolean.class;
    }

    /** Supplies the options of the file as defaults; values on the command line take precedence. */
    private record Defaults(Map<String, Value> options) implements IDefaultValueProvider {
        @Override
        public @Nullable String defaultValue(ArgSpec argument) {
            if (!(argument instanceof OptionSpec option)) {
                return null;
            }
            String name = name(option);
            boolean no = name.startsWith(NO);
            Value value = options.get(no ? name.substring(NO.length()) : name);
            if (value == null) {
                return null;
            }
            return isFlag(option) ? Boolean.toString(Objects.requireNonNull(value.bool()) != no) : value.text();
        }
    }

    private static @Nullable Path given(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals(OPTION) && i + 1 < args.length) {
                return Path.of(args[i + 1]);
            } else if (args[i].startsWith(OPTION + "=")) {
                return Path.of(args[i].substring(OPTION.length() + 1));
            }
        }
        return null;
    }

    private static OptionSpec known(CommandLine command, Path file, String name) {
        Map<String, OptionSpec> known = new TreeMap<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            known.put(name(option).replaceFirst("^" + NO, ""), option);
        }
        OptionSpec option = known.get(name);
        if (option == null) {
            throw new ParameterException(
                    command,
                    "--config %s: %s has no option '%s'; it has %s"
                            .formatted(file, command.getCommandName(), name, String.join(", ", known.keySet())));
        }
        return option;
    }

    private static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    /**
     * Reads lines {@code option: value} and {@code option: [value, value]}. Each value is kept as its text, so 010 does
     * not become 8.
     *
     * @throws IOException if the file cannot be read, or contains anything else
     */
    private static Map<String, Value> read(Path file) throws IOException {
        Map<String, Value> options = new LinkedHashMap<>();
        try (YAMLParser parser = Yaml.MAPPER.getFactory().createParser(Files.readString(file))) {
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return options; // only comments
            }
            if (first != JsonToken.START_OBJECT) {
                throw wrong(parser, "is not a list of 'option: value' lines");
            }
            while (next(parser) != JsonToken.END_OBJECT) {
                String name = parser.getText();
                int line = parser.currentTokenLocation().getLineNr();
                Value before = options.put(name, new Value(value(parser, name), line));
                if (before != null) {
                    throw wrong(
                            parser, String.format(Locale.ROOT, "%s was already given in line %d", name, before.line()));
                }
            }
            if (parser.nextToken() != null) {
                throw wrong(parser, "a second document begins here; a file may contain only one");
            }
        }
        return options;
    }

    private static JsonToken next(YAMLParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw wrong(parser, "aliases (*) and anchors (&) are not supported; write the value itself");
        }
        return token;
    }

    private static String value(YAMLParser parser, String name) throws IOException {
        JsonToken token = next(parser);
        if (token == JsonToken.START_ARRAY) {
            List<String> parts = new ArrayList<>();
            while (next(parser) != JsonToken.END_ARRAY) {
                parts.add(scalar(parser, name));
            }
            return String.join(",", parts);
        }
        return scalar(parser, name);
    }

    private static String scalar(YAMLParser parser, String name) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL
                || token == JsonToken.VALUE_STRING && parser.getText().isEmpty()) {
            throw wrong(parser, name + " has no value; add one, or remove the line");
        }
        if (!token.isScalarValue()) {
            throw wrong(parser, name + " takes one value or a list of values");
        }
        return parser.getText();
    }

    private static IOException wrong(YAMLParser parser, String what) {
        return new IOException(String.format(
                Locale.ROOT, "line %d: %s", parser.currentTokenLocation().getLineNr(), what));
    }

    private static String reason(IOException e) {
        if (e instanceof JsonProcessingException syntax) {
            return "is not a list of 'option: value' lines: "
                    + syntax.getOriginalMessage().replaceAll("\\s*\\R\\s*", " ");
        }
        return e instanceof NoSuchFileException ? "no such file" : Objects.requireNonNullElse(e.getMessage(), "");
    }

    /** Writes every option with its value, below a comment with its meaning. */
    public static void write(Path file, CommandSpec command, Map<String, String> options) {
        StringBuilder text =
                new StringBuilder("# Every option of this run. To start another run like it: dann4j %s --config %s\n"
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
     * Refuses a file that was changed, because a resumed run keeps its settings. A file that is missing or cannot be
     * read is written again.
     */
    public static void requireUnchanged(Path file, CommandSpec command, Map<String, String> options) {
        Map<String, Value> found;
        try {
            found = read(file);
        } catch (IOException e) {
            CommonOptions.tell(List.of("%s: %s; written again".formatted(file, reason(e))), command);
            write(file, command, options);
            return;
        }
        options.forEach((name, value) -> {
            Value now = found.get(name);
            boolean same =
                    now != null && (now.text().equalsIgnoreCase(value) || value.equals(String.valueOf(now.bool())));
            if (!same) {
                throw new ParameterException(
                        command.commandLine(),
                        "%s was changed: %s: %s, but the run was started with %s; change it back, or start another run with --config and another --out"
                                .formatted(file, name, now == null ? null : now.text(), value));
            }
        });
    }
}
