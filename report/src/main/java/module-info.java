/** Runs: their folders, logs, charts, animations and reports. Begin with {@link io.github.dann4j.run.RunDirectory}. */
module io.github.dann4j.report {
    requires com.fasterxml.jackson.databind;
    requires com.google.protobuf;
    requires io.github.dann4j.embed;
    requires java.desktop;
    requires java.xml;
    requires org.knowm.xchart;
    requires transitive io.github.dann4j.core;

    // For the other modules of this project; these packages may change without notice.
    exports io.github.dann4j.report to
            io.github.dann4j.app;
    exports io.github.dann4j.run to
            io.github.dann4j.app;
    exports io.github.dann4j.snapshot to
            io.github.dann4j.app;

    // Records that are written as JSON and read back.
    opens io.github.dann4j.report to
            com.fasterxml.jackson.databind;
    opens io.github.dann4j.run to
            com.fasterxml.jackson.databind;
}
