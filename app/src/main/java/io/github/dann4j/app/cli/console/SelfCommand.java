package io.github.dann4j.app.cli.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds commands by which this program starts itself. */
public final class SelfCommand {
    /** By name, because it uses the commands, which use this class. */
    private static final String MAIN = "io.github.dann4j.app.cli.Main";

    /**
     * The system property with the path of the launcher that users start. Not set if the program was started in another
     * way.
     */
    private static final String LAUNCHER = "dann4j.launcher";

    private SelfCommand() {}

    /** Starts the program as a user does: by the launcher, if there is one. */
    public static List<String> launcher(String... arguments) {
        String launcher = System.getProperty(LAUNCHER);
        if (launcher == null) {
            return java(arguments);
        }
        List<String> command = new ArrayList<>(List.of(launcher));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /**
     * Starts the same program again by Java alone, with the JVM options of the user. A launcher might build it first,
     * because its sources have changed since this process started.
     */
    public static List<String> again(List<String> arguments) {
        List<String> command = java(arguments.toArray(String[]::new));
        String options = System.getenv("DANN4J_OPTS");
        if (options != null && !options.isBlank()) {
            command.addAll(command.indexOf("-cp"), List.of(options.strip().split("\\s+")));
        }
        return command;
    }

    /**
     * Starts the program by Java alone, with the launcher's settings for the JVM but without those for the C library.
     */
    public static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED", // without it JDK 24 and later warn
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN));
        command.addAll(Arrays.asList(arguments));
        return command;
    }
}
