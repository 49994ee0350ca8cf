package io.github.dann4j.result;

/**
 * Something that results tell about how the adaptation went, in words.
 *
 * @param severity how much it matters
 * @param rule name of the rule that found it, as docs/DIAGNOSIS.md lists them
 * @param title what it is, in a few words
 * @param text one sentence: what it means, with the measured value
 * @param advice one sentence: what to try
 */
public record Finding(Severity severity, String rule, String title, String text, String advice) {
    /** How much a finding matters; from the least to the most. */
    public enum Severity {
        /** Worth knowing; nothing is wrong. */
        NOTE,
        /** Something holds the adaptation back. */
        WARNING,
        /** The result is not to be used as it is. */
        SERIOUS;

        /** As people read it. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
