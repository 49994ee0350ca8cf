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
 * Options in a YAML file, by their names without dashes: what {@code --config} reads, and every run leaves as {@code config.yaml}. A flag
 * {@code --no-NAME} is {@code NAME: false}.
 */
public final class ConfigFile {
    /** The option that names it. */
    public static final String OPTION = "--config";

    private static final String NO = "no-";

    private static final String NO_BOOLEAN = "neither true nor false";
    private static final String NO_INTEGER = "no whole number in decimal digits";
    private static final String NO_DECIMAL = "no number in decimal digits";
    private static final Set<Class<?>> INTEGERS = Set.of(int.class, Integer.class, long.class, Long.class);
    private static final Set<Class<?>> DECIMALS = Set.of(double.class, Double.class);

    /** Without zeros in front, which YAML takes for the sign of another base. */
    private static final Pattern INTEGER = Pattern.compile("[+-]?(0|[1-9][0-9]*)");

    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

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
    public static void applyTo(CommandLine root, String[] args) {
        CommandLine verb = args.length == 0 ? null : root.getSubcommands().get(args[0]);
        Path file = given(args);
        if (verb == null || file == null || verb.getCommandSpec().findOption(OPTION) == null) {
            return;
        }
        Map<String, Value> options;
        try {
            options = read(file);
        } catch (IOException e) {
            throw new ParameterException(verb, "--config %s: %s".formatted(file, reason(e)), e);
        }
        options.forEach((name, value) -> {
            OptionSpec option = known(verb, file, name);
            String rule = rule(option);
            if (rule != null && !value.keeps(rule, option)) {
                throw new ParameterException(
                        verb,
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
        verb.setDefaultValueProvider(new Defaults(options));
    }

    /**
     * What an option is given.
     *
     * @param text as the file has it; the parts of a list joined by commas
     * @param line in the file, from 1 on
     */
    private record Value(String text, int line) {
        /** As YAML 1.1 reads it; null where it is no boolean. */
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

    /** What is said of a value that is none of the option's type; null for texts and words, which the option itself checks. */
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

    /** Leaves alone what the command line gives, and gives the rest. */
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

    private static OptionSpec known(CommandLine verb, Path file, String name) {
        Map<String, OptionSpec> known = new TreeMap<>();
        for (OptionSpec option : verb.getCommandSpec().options()) {
            known.put(name(option).replaceFirst("^" + NO, ""), option);
        }
        OptionSpec option = known.get(name);
        if (option == null) {
            throw new ParameterException(
                    verb,
                    "--config %s: %s has no option '%s'; it has %s"
                            .formatted(file, verb.getCommandName(), name, String.join(", ", known.keySet())));
        }
        return option;
    }

    private static String name(OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    /**
     * Reads lines {@code option: value} and {@code option: [value, value]}, each value as its text: 010 is no 8.
     *
     * @throws IOException if the file cannot be read, or holds anything else
     */
    private static Map<String, Value> read(Path file) throws IOException {
        Map<String, Value> options = new LinkedHashMap<>();
        try (YAMLParser parser = Yaml.MAPPER.getFactory().createParser(Files.readString(file))) {
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return options; // nothing but comments
            }
            if (first != JsonToken.START_OBJECT) {
                throw wrong(parser, "is no list of 'option: value' lines");
            }
            while (next(parser) != JsonToken.END_OBJECT) {
                String name = parser.getText();
                int line = parser.currentTokenLocation().getLineNr();
                Value before = options.put(name, new Value(value(parser, name), line));
                if (before != null) {
                    throw wrong(
                            parser, String.format(Locale.ROOT, "%s was given in line %d already", name, before.line()));
                }
            }
            if (parser.nextToken() != null) {
                throw wrong(parser, "a second document begins here; a file holds one");
            }
        }
        return options;
    }

    private static JsonToken next(YAMLParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
            throw wrong(parser, "aliases (*) and anchors (&) are not resolved; write the value itself");
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
            throw wrong(parser, name + " has no value; leave the line out, or give one");
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
            return "is no list of 'option: value' lines: "
                    + syntax.getOriginalMessage().replaceAll("\\s*\\R\\s*", " ");
        }
        return e instanceof NoSuchFileException ? "no such file" : Objects.requireNonNullElse(e.getMessage(), "");
    }

    /** Writes every option with its value, below what it means. */
    public static void write(Path file, CommandSpec command, Map<String, String> options) {
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
    public static void requireUnchanged(Path file, CommandSpec command, Map<String, String> options) {
        Map<String, Value> found;
        try {
            found = read(file);
        } catch (IOException e) {
            CommonOptions.tell(List.of("%s: %s; written anew".formatted(file, reason(e))), command);
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
                        "%s was changed: %s: %s, but the run was begun with %s; begin another run with --config and another --out, or change it back"
                                .formatted(file, name, now == null ? null : now.text(), value));
            }
        });
    }
}
