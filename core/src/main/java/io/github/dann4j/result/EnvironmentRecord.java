package io.github.dann4j.result;

import io.github.dann4j.engine.Device;
import io.github.dann4j.engine.Machine;
import io.github.dann4j.engine.Precision;
import io.github.dann4j.engine.Threads;
import io.github.dann4j.recipe.EarlierForm;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * What a result was computed with. With an equal record and the same seed, the numbers are the same bit for bit.
 *
 * @param libtorch version of libtorch and of its presets
 * @param device {@code cpu}, or the label and the name of a GPU: {@code cuda:0 NVIDIA H100 80GB HBM3}
 * @param threads compute threads of the processor
 * @param precision {@code fp32} or {@code bf16}
 */
@EarlierForm(EarlierEnvironment.class)
public record EnvironmentRecord(
        String dann4j,
        String libtorch,
        String java,
        String system,
        String processor,
        String device,
        int threads,
        String precision) {
    /** The environment of this process. */
    public static EnvironmentRecord current(Precision precision) {
        return new EnvironmentRecord(
                version(),
                libtorchVersion(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                "%s %s".formatted(System.getProperty("os.name"), System.getProperty("os.arch")),
                Machine.processor(),
                described(Device.current()),
                Threads.inUse(),
                precision.label());
    }

    private static String described(Device device) {
        return device.isGpu() ? "%s %s".formatted(device.label(), device.hardware()) : device.label();
    }

    /** Returns the label of the device without the name of its hardware: {@code cpu} or {@code cuda:N}. */
    public String deviceLabel() {
        return device.split(" ")[0];
    }

    /** Commit of the sources that this library was built from; null if unknown to the build. */
    public static @Nullable String commit() {
        try (InputStream in = EnvironmentRecord.class.getResourceAsStream("/io/github/dann4j/build.properties")) {
            Properties build = new Properties();
            if (in != null) {
                build.load(in);
            }
            String commit = build.getProperty("commit", "");
            return commit.matches("[0-9a-f]{40}") ? commit : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Version of this library; {@code development} if it does not run from its jar. */
    public static String version() {
        String version = EnvironmentRecord.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** Version of libtorch and of its presets. */
    public static String libtorchVersion() {
        try {
            return Loader.getVersion("org.bytedeco", "pytorch");
        } catch (IOException e) {
            return "unknown"; // repackaged without its Maven metadata
        }
    }
}
