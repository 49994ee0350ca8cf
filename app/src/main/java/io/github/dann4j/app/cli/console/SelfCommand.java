package io.github.dann4j.app.cli.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How this program starts itself. */
public final class SelfCommand {
    /** By name, for it uses the commands, and they use this class. */
    private static final String MAIN = "io.github.dann4j.app.cli.Main";

    /** The launcher's path; it is what users start. Not set where the program was started otherwise. */
    private static final String LAUNCHER = "dann4j.launcher";

    private SelfCommand() {}

    /** As a user does: by the launcher, where there is one. */
    public static List<String> launcher(String... arguments) {
        String launcher = System.getProperty(LAUNCHER);
        if (launcher == null) {
            return java(arguments);
        }
        List<String> command = new ArrayList<>(List.of(launcher));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    /** By Java alone, with what the launcher tells the JVM and nothing of what it tells the C library. */
    public static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED", // JDK 24 and later warn without
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN));
        command.addAll(Arrays.asList(arguments));
        return command;
    }
}
