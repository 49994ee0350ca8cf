package io.github.dann4j.result;

/**
 * What the results show about the adaptation, in words.
 *
 * @param severity how much it matters
 * @param rule name of the rule that made the finding, as listed in docs/DIAGNOSIS.md
 * @param title the problem in a few words
 * @param text one sentence: what it means, with the measured value
 * @param advice one sentence: what to try
 */
public record Finding(Severity severity, String rule, String title, String text, String advice) {
    /** How much a finding matters, in ascending order. */
    public enum Severity {
        /** Worth knowing; nothing is wrong. */
        NOTE,
        /** Something holds the adaptation back. */
        WARNING,
        /** The result should not be used as it is. */
        SERIOUS;

        /** The name for people, in lower case. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
