package io.github.dann4j.distribute;

/** Shortens messages of c10d and gloo to one readable line. */
final class NativeFailure {
    private NativeFailure() {}

    /** Returns the message without source locations and native stack traces. */
    static String line(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .replaceFirst("(?s)\\s*Exception raised from .*", "")
                .replaceFirst("^\\[[^\\]]*\\.(cc|cpp|h|hpp):\\d+\\]\\s*", "")
                .strip()
                .replaceAll("\\s*\\R\\s*", " ");
    }
}
