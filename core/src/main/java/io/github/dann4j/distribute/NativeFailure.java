package io.github.dann4j.distribute;

/** What c10d and gloo throw, in one line for people. */
final class NativeFailure {
    private NativeFailure() {}

    /** The message without places in source files and native stacks. */
    static String line(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .replaceFirst("(?s)\\s*Exception raised from .*", "")
                .replaceFirst("^\\[[^\\]]*\\.(cc|cpp|h|hpp):\\d+\\]\\s*", "")
                .strip()
                .replaceAll("\\s*\\R\\s*", " ");
    }
}
